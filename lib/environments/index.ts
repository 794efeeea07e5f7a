export { environmentOf, installationEnvironment } from "./environment-of";
export { isListedAnywhere, isListedIn, isWritten } from "./listed-origin";
export { type Asking, scopeOfCustomer, scopeOfEnvironment } from "./scope-of-customer";
