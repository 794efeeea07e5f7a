export { type ApiKey, createApiKey, listApiKeys, newKeyRow, revokeApiKey } from "./api-keys";
export { newKeyText } from "./key-text";
export { noteKeyUse } from "./note-key-use";
export { resolveApiKey } from "./resolve-api-key";
