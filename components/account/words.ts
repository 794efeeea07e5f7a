import { numberWord } from "@/components/code-field/digits";

/** For a code with digits missing; `typed` is how many there are. */
export function shortCodeText(typed: number, length: number): string {
  if (typed === 0) return `Enter the ${numberWord(length)} digits from the email.`;
  return `You have entered ${typed} ${typed === 1 ? "digit" : "digits"}. The code has ${length}.`;
}

/** "24 s", "14 min 20 s", "2 h 5 min". */
export function waitText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "0:24", as on a stopwatch. */
export function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
