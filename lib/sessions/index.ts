export { authenticateAccessToken, readActiveSession } from "./authenticate-access-token";
export { endSession } from "./end-session";
export { introspectToken } from "./introspect-token";
export { listSessions, revokeSession } from "./list-sessions";
export { readMe } from "./read-me";
export { refreshSession } from "./refresh-session";
export { createSessionReader } from "./session-reader";
