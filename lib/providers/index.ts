export { createAccount, findAccount, listProviders } from "./accounts";
export { deleteAccount, updateAccount } from "./change-account";
export { testAccount } from "./test-account";
export { listInstalled, testInstalled } from "./test-installed";
