export { createAccount, findAccount, listProviders } from "./accounts";
export { deleteAccount, updateAccount } from "./change-account";
export { listProvidersOfTenants } from "./list-of-tenants";
export { smsSender } from "./sms-sender";
export { testAccount } from "./test-account";
export { listInstalled, testInstalled } from "./test-installed";
