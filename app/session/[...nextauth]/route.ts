import { handleSession } from "@/lib/session";

export { handleSession as GET, handleSession as POST };
