export { checkConsoleCookie, closeConsole, openConsole, operatorAt } from "./console";
export { readSignUpsToday, readToday } from "./today";
