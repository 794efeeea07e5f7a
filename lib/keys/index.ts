export { type ApiKey, createApiKey, listApiKeys, newKeyRow, revokeApiKey } from "./api-keys";
export { newKeyText } from "./key-text";
export { resolveApiKey } from "./resolve-api-key";
