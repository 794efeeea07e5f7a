import type { z } from "zod";
import type { ErrorCode } from "@/lib/core/errors";
import type { KeyScope } from "@/lib/keys";
import type { LimitName } from "@/lib/limits";
import type { Client, Deps } from "@/lib/ports";
import type { Answer, TextAnswer, TextType } from "./answer";
import type { Auth, Scopes } from "./authenticate";

type Schema = z.ZodType | undefined;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What `run` is given: everything checked. */
export type Context<A extends Auth, P extends Schema, Q extends Schema, B extends Schema> = {
  deps: Deps;
  client: Client;
  scope: Scopes[A];
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  /**
   * The id for what is made, chosen before anything is done. A repetition of the request under its Idempotency-Key is
   * given the same one.
   */
  resultId: string;
};

/** What an endpoint with a reply answers. */
type Result<R extends z.ZodType> = z.input<R> | Answer<z.input<R>> | TextAnswer;

/** How a request is answered again. */
type Idempotent<A extends Auth, P extends Schema, Q extends Schema, B extends Schema, R extends Schema> = {
  /**
   * Reads what an earlier run of the same request made under `resultId`, and answers as that one did, without secrets.
   * Null: there is nothing of it to be found. Then one that was cut off is run, and a `completed` one is not, but answers
   * 409 `conflict`. Without a declared reply anything but null says that it is done.
   */
  replay(
    context: Context<A, P, Q, B> & { completed: boolean },
  ): Promise<(R extends z.ZodType ? Result<R> : "done") | null>;
};

/**
 * An endpoint: what it takes, who may call it, what it answers, and the one domain function that it calls. The checks,
 * the OpenAPI document and the tests are made from it.
 */
export type Declaration<A extends Auth, P extends Schema, Q extends Schema, B extends Schema, R extends Schema> = {
  summary: string;
  auth: A;
  /** The scope that a key needs for it. Every endpoint that takes a key names one. */
  needs?: KeyScope;
  limit?: LimitName;
  /** Parameters of the path. One that does not fit is 404. */
  params?: P;
  query?: Q;
  body?: B;
  /** The body is taken as it comes, whatever it is: `body` is given its text and all headers. */
  anyBody?: true;
  /** How long a body that is taken as it comes may be; 64 KiB unless said. */
  bodyBytes?: number;
  /** Without one the answer is 204. */
  reply?: R;
  /** 200 with a reply unless said. */
  status?: number;
  /** Further statuses that `run` may choose for the same reply, by `answer(status, body)`. */
  otherStatuses?: readonly number[];
  /** What `run` may answer instead of the reply, by `textAnswer(…)`: tables and lists to keep. */
  texts?: readonly TextType[];
  /** How long anybody may keep the answer; not at all unless said. */
  cacheSeconds?: number;
  /** The reply while the database has not been reached since the start, for what must answer even then. */
  withoutDeps?: () => R extends z.ZodType ? z.input<R> : never;
  /** The codes that this endpoint's own work can end in, beyond those of the checks. */
  errors?: readonly ErrorCode[];
  /** Takes an Idempotency-Key: done once, and answered again for 24 hours. `run` makes what it makes under `resultId`. */
  idempotent?: Idempotent<A, P, Q, B, R>;
  run(context: Context<A, P, Q, B>): Promise<R extends z.ZodType ? Result<R> : void>;
};

type AnyContext = {
  deps: Deps;
  client: Client;
  scope: Scopes[Auth];
  params: unknown;
  query: unknown;
  body: unknown;
  resultId: string;
};

/** A declaration whose types have been checked and are no longer told apart. */
export type Endpoint = Omit<Declaration<Auth, z.ZodType, z.ZodType, z.ZodType, z.ZodType>, "run" | "idempotent"> & {
  idempotent?: { replay(context: AnyContext & { completed: boolean }): Promise<unknown> };
  run(context: AnyContext): Promise<unknown>;
};

/** Declares an endpoint: checks that `run` fits what is declared. */
export function endpoint<
  A extends Auth,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(declaration: Declaration<A, P, Q, B, R>): Declaration<A, P, Q, B, R> {
  return declaration;
}
