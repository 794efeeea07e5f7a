export { completeSettings, type Settings } from "./settings";
