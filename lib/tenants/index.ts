export { deleteTenant, updateTenant } from "./change-tenant";
export { environmentFor, forgetTenant } from "./tenant-sender";
export { createTenant, findTenant, holdTenant, listTenants, readTenant, refuseUnknown } from "./tenants";
