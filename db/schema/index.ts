export { apiKeys, customers, environments, memberSessions, members, projects } from "./account";
export {
  challenges,
  identifierGuards,
  mailboxGuards,
  mailboxMessages,
  messages,
  quotaSlots,
  suppressions,
} from "./codes";
export { reviewerIdentifiers, settings, signingKeys } from "./configuration";
export { outbox } from "./effects";
export { identifiers, users } from "./people";
export { auditLog } from "./record";
export { sessions } from "./sessions";
