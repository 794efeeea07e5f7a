export { type EmailSettings, readBrand, updateBrand } from "./brand";
export { copySettings, readCopy } from "./copy-settings";
export { updateSystemSettings } from "./system";
export { readSettings, updateSettings } from "./update-settings";
export { listVersions, readVersion, readVersionMade, restoreVersion } from "./versions";
export type { WrittenSettings } from "./write-settings";
