export { updateMe } from "./update-me";
export { listUsers, readUser, updateUser } from "./user-records";
