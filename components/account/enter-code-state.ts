/** What stands in the way, in words. With a wait the words end before "in", and the time is counted down behind them. */
export type Problem = { text: string; waitSeconds?: number };

/** What the page for the code knows between one answer and the next. */
export type EnterCodeState = {
  codeLength: number;
  lifetimeMinutes: number;
  /** Until a new code may be asked for. */
  resendSeconds: number;
  /** Grows with each refused code: the field clears. */
  refusals: number;
  problem: Problem | null;
  notice: string | null;
};

/** One action for both buttons; the form's `intent` says which: `verify` or `resend`. */
export type EnterCodeAction = (state: EnterCodeState, form: FormData) => Promise<EnterCodeState>;
