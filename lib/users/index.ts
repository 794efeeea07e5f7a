export { updateMe } from "./update-me";
