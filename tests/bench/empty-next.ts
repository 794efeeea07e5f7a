import { createServer } from "node:http";
import next from "next";

/** A Next application of one Route Handler that does nothing, behind a Node server as server.ts puts it there. */
const [folder = "", port = ""] = process.argv.slice(2);
const app = next({ dev: false, dir: folder, hostname: "127.0.0.1", port: Number(port) });

app.prepare().then(() => {
  const handle = app.getRequestHandler();
  createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  }).listen(Number(port), "127.0.0.1", () => process.send?.("ready"));
}, console.error);
process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => process.exit());
