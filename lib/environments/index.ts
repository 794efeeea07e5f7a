export { environmentOf, installationEnvironment } from "./environment-of";
export { isListedAnywhere, isListedIn } from "./listed-origin";
export { type Asking, scopeOfCustomer, scopeOfEnvironment } from "./scope-of-customer";
