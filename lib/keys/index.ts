export { type ApiKey, createApiKey, listApiKeys, newKeyRow, revokeApiKey } from "./api-keys";
export { looksLikeKey, newKeyText } from "./key-text";
export { resolveApiKey } from "./resolve-api-key";
