export { listCustomers, readCustomer, readOperatedCustomer } from "./customer";
export { purgeDeletedCustomers, requestDeletion, undoDeletion } from "./delete-customer";
export { dismissGoLive, readGoLive } from "./go-live";
export { listTeam, type Member, memberScope, readMember } from "./member";
export { operateCustomer, setCustomerStatus } from "./operate-customer";
export { ensureInstallation, ensureQuickstart, type Quickstart } from "./quickstart";
export { setQuotaAlerts } from "./quota-alerts";
export { readRegistered, registerCustomer } from "./register-customer";
export {
  type CodeSent,
  endMemberSession,
  requestMemberCode,
  resendMemberCode,
  signInMember,
  startSignUp,
  startSignUpQuietly,
  verifySignUp,
} from "./sign-up";
export { updateCustomer } from "./update-customer";
