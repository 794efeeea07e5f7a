export {
  type AccessClaims,
  audienceOf,
  issuerOf,
  mintAccessToken,
  readAccessToken,
  type TokenSubject,
} from "./access-token";
export { DEVICE_BYTES, openDeviceToken, sealDeviceToken } from "./device-token";
export { jwksOf, metadataOf } from "./jwks";
export { openRefreshToken, type RefreshClaims, SALT_BYTES, sealRefreshToken } from "./refresh-token";
export { listSigningKeys, readRotation, rotateOldSigningKeys, rotateSigningKey } from "./rotate-signing-key";
export { createSigningKey, signingKeyPlace, signingKeysOf } from "./signing-keys";
