export { type ApiKey, createApiKey, listApiKeys, newKeyRow, revokeApiKey } from "./api-keys";
export { newKeyText } from "./key-text";
export { noteKeyUse } from "./note-key-use";
export { reencryptStored } from "./reencrypt-stored";
export { resolveApiKey } from "./resolve-api-key";
