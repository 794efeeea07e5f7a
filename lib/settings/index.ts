export { BOUND_NAMES, BOUNDS, type BoundName, boundsOf, type NarrowedBounds } from "./bounds";
export type { Groups, SettingChange } from "./groups";
export {
  boundNameOf,
  Country,
  completeSettings,
  copyStored,
  diffSettings,
  patchStored,
  type Settings,
  SettingsPatch,
  SettingsReply,
  SIGNING_ALGORITHMS,
} from "./settings";
export {
  readBounds,
  readStoredSystem,
  readSystemSettings,
  type SystemSettings,
  SystemSettingsPatch,
  SystemSettingsReply,
  systemSettings,
} from "./system-settings";
