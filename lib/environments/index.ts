export { environmentOf, installationEnvironment, toEnvironment } from "./environment-of";
export { scopeOfCustomer } from "./scope-of-customer";
