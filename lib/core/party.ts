import { AsyncLocalStorage } from "node:async_hooks";

const current = new AsyncLocalStorage<string>();

/** Does something on behalf of a party, an environment mostly: what is scarce is shared among parties by turns. */
export function onBehalfOf<Result>(party: string, work: () => Result): Result {
  return current.run(party, work);
}

/** For whom this is done; one name for all that is nobody's in particular. */
export function currentParty(): string {
  return current.getStore() ?? "";
}
