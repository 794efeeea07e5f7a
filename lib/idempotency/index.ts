export { doOnce } from "./once";
