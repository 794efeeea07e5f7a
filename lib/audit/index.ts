export { eraseAudit } from "./erase-audit";
export { auditFile } from "./export-audit";
export { listAudit, readAuditEntry } from "./list-audit";
export { createRefusals } from "./refusals";
export { verifyAudit } from "./verify-audit";
