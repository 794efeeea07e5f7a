export { type Member, memberScope, readMember } from "./member";
export { ensureInstallation, ensureQuickstart, type Quickstart } from "./quickstart";
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
