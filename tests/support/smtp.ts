import type { Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** What the server does with the messages that come from now on. */
export type SmtpBehaviour =
  | "accept"
  /** Answers with that status at that command. */
  | { at: "connect" | "mail" | "rcpt" | "data"; status: number }
  /** Takes the connection and says nothing. */
  | "hang-at-greeting"
  /** Takes the message and never says whether it did. */
  | "hang-after-data"
  /** Takes the message and resets the connection. */
  | "reset-after-data"
  /** Takes the message and goes on answering, a line at a time, without ever ending. */
  | "trickle-after-data";

export type ReceivedMail = { from: string; to: string[]; raw: string };

export type SmtpTestServer = {
  url: string;
  port: number;
  /** The messages that were answered with 250, in the order in which they came. */
  received: ReceivedMail[];
  /** Every message whose content arrived, accepted or not. */
  delivered: ReceivedMail[];
  /** Every `RCPT TO` exactly as it was sent. */
  recipientCommands: string[];
  behave(behaviour: SmtpBehaviour): void;
  close(): Promise<void>;
};

export type SmtpTestOptions = { starttls?: boolean; credentials?: { user: string; pass: string } };

/** A real mail server on loopback, with a port of its own. */
export async function startSmtpServer({
  starttls = false,
  credentials,
}: SmtpTestOptions = {}): Promise<SmtpTestServer> {
  let behaviour: SmtpBehaviour = "accept";
  const received: ReceivedMail[] = [];
  const delivered: ReceivedMail[] = [];
  const recipientCommands: string[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();

  const refusal = (at: "connect" | "mail" | "rcpt" | "data") =>
    typeof behaviour === "object" && behaviour.at === at
      ? Object.assign(new Error("no, secret.address@refused.example"), { responseCode: behaviour.status })
      : null;

  const server = new SMTPServer({
    authOptional: credentials === undefined,
    allowInsecureAuth: true,
    disabledCommands: starttls ? [] : ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      if (behaviour !== "hang-at-greeting") done(refusal("connect"));
    },
    onAuth({ username, password }, _session, done) {
      if (username === credentials?.user && password === credentials?.pass) done(null, { user: username });
      else done(Object.assign(new Error("bad credentials"), { responseCode: 535 }));
    },
    onMailFrom: (_address, _session, done) => done(refusal("mail")),
    onRcptTo: (_address, _session, done) => done(refusal("rcpt")),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const mail = {
          from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString(),
        };
        delivered.push(mail);
        if (behaviour === "hang-after-data") return;
        if (behaviour === "reset-after-data") {
          for (const socket of sockets) socket.resetAndDestroy();
          return;
        }
        if (behaviour === "trickle-after-data") {
          timers.add(
            setInterval(() => {
              for (const socket of sockets) socket.write("250-still here\r\n");
            }, 300),
          );
          return;
        }
        const refused = refusal("data");
        if (!refused) received.push(mail);
        done(refused);
      });
    },
  });
  server.on("error", () => {});
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    // smtp-server decodes what it shows; this is what was on the wire.
    socket.on("data", (chunk) => recipientCommands.push(...(chunk.toString().match(/^RCPT TO:.*(?=\r\n)/gm) ?? [])));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;

  return {
    url: `smtp://${credentials ? `${credentials.user}:${credentials.pass}@` : ""}127.0.0.1:${port}`,
    port,
    received,
    delivered,
    recipientCommands,
    behave(next) {
      behaviour = next;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}
