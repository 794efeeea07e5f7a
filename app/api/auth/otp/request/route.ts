export { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } from "../../request-otp/route";
