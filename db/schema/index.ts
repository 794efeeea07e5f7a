export {
  allowedOrigins,
  apiKeys,
  customers,
  environments,
  memberSessions,
  members,
  projects,
  systemSettings,
} from "./account";
export {
  challenges,
  customerQuotaSlots,
  identifierGuards,
  mailboxGuards,
  mailboxMessages,
  messages,
  quotaNotices,
  quotaSlots,
  sprayCounts,
  suppressions,
} from "./codes";
export { reviewerIdentifiers, settings, signingKeys } from "./configuration";
export {
  domainShares,
  domains,
  messageEvents,
  prefixCounts,
  providerAccounts,
  smsSpend,
  templateDrafts,
  templates,
  verifySids,
} from "./delivery";
export { idempotencyKeys, jobRuns, outbox } from "./effects";
export { identifiers, tenants, users } from "./people";
export { auditHeads, auditLog, requestLog } from "./record";
export { sessions } from "./sessions";
export {
  activeUsers,
  latencyDaily,
  latencyHourly,
  trafficDays,
  trafficHours,
  trafficMinutes,
  usageCounts,
} from "./usage";
export { echoReceivers, echoRequests, webhookAttempts, webhookDeliveries, webhookEndpoints } from "./webhooks";
