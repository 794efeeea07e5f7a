import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Receiver, startReceiver } from "@/tests/support/receiver";
import { launchServer, startServer } from "@/tests/support/server";

let discord: Receiver;

beforeAll(async () => {
  discord = await startReceiver();
});

afterAll(() => discord.close());

const contents = () => discord.received.map(({ body }) => String(JSON.parse(body).content));
const Token = z.object({ token: z.string(), expires_at: z.string() });

async function post(url: string, body?: object): Promise<{ status: number; body: unknown }> {
  const headers = body && { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: body && JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

describe("one person's own server", () => {
  it("needs two variables: a code comes to the channel, a token for it, and the next start is told there", async () => {
    const env = { PERSONAL_MODE: "true", DISCORD_WEBHOOK_URL: `${discord.url}/hook` };
    const dataDir = mkdtempSync(join(tmpdir(), "ninepin-personal-"));
    const server = await startServer({ databaseUrl: null, env, dataDir });
    expect(contents()).toEqual([]);
    expect(server.log()).toContain(`curl -X POST ${server.url}/api/v1/auth/login`);

    const asked = await post(`${server.url}/api/v1/auth/login`);
    expect(asked).toEqual({ status: 200, body: { message: "OTP sent to Discord webhook" } });
    const otp = /\b\d{6}\b/.exec(contents().at(-1) ?? "")?.[0];
    const met = await post(`${server.url}/api/v1/auth/verify`, { otp });
    expect(met.status).toBe(200);
    const secrets = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8"));
    const { payload } = await jwtVerify(
      Token.parse(met.body).token,
      new TextEncoder().encode(String(secrets.jwt_secret)),
    );
    expect(payload.sub).toBe("admin");
    // Nothing that was logged lets anybody in.
    expect(server.log()).not.toContain(otp);
    expect(server.log()).not.toContain(String(secrets.jwt_secret));

    await server.stop();
    const again = await startServer({ databaseUrl: null, env, dataDir });
    expect(contents().at(-1)).toMatch(/^Ninepin was started again at \d{2}:\d{2} UTC\.$/);
    await again.stop();
    rmSync(dataDir, { recursive: true });
  });

  it.each([
    ["without a webhook", { DISCORD_WEBHOOK_URL: "" }, "DISCORD_WEBHOOK_URL"],
    ["with a weak secret", { JWT_SECRET: "secret" }, "JWT_SECRET"],
  ])("does not start %s, and says why", async (_, wrong, name) => {
    const env = { PERSONAL_MODE: "true", DISCORD_WEBHOOK_URL: `${discord.url}/hook`, ...wrong };
    const server = await launchServer({ databaseUrl: null, env });
    expect(await server.exited).toBe(1);
    expect(server.log()).toMatch(new RegExp(`^\\s*${name}: `, "m"));
  });
});
