export { addIdentifier, removeIdentifier, verifyIdentifier } from "./identifiers";
