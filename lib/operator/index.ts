export { closeConsole, openConsole, openedConsole, operatorAt } from "./console";
export { readSignUpsToday, readToday } from "./today";
