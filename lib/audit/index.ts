export { eraseAudit } from "./erase-audit";
export { auditFile } from "./export-audit";
export { listAudit, readAuditEntry } from "./list-audit";
export { verifyAudit } from "./verify-audit";
