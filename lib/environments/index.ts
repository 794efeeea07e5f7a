export { environmentOf, installationEnvironment } from "./environment-of";
export { scopeOfCustomer } from "./scope-of-customer";
