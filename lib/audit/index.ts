export { auditAreas, summaryOf } from "./catalogue";
export { eraseAudit } from "./erase-audit";
export { auditFile } from "./export-audit";
export { listAudit, readAuditEntry } from "./list-audit";
export { createRefusals } from "./refusals";
export { tellOfLimit } from "./tell-of-limit";
export { verifyAudit } from "./verify-audit";
