import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  /** The body, decoded. */
  readonly text: string;
}

export interface MailServer {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Called when a mail has come whole, before it is answered; an error refuses it. */
  onMail: ((mail: ReceivedMail) => Error | null | Promise<Error | null>) | null;
  close(): Promise<void>;
}

/** A real SMTP server on 127.0.0.1. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, session, callback) => {
      void text(stream).then(async (raw) => {
        const mail = toMail(
          raw,
          session.envelope.rcptTo.map(({ address }) => address),
        );
        mails.push(mail);
        callback((await server.onMail?.(mail)) ?? null);
      });
    },
  });
  // A client that is killed cuts its connection.
  smtp.on("error", () => undefined);
  const listening = smtp.listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    onMail: null,
    close: () => new Promise((resolve) => void smtp.close(() => resolve())),
  };
  return server;
}

function toMail(raw: string, to: readonly string[]): ReceivedMail {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [line.split(":")[0]?.toLowerCase() ?? "", line.replace(/^[^:]*:\s*/, "")]),
  );
  const body = rest.join("\r\n\r\n");
  const isQuoted = headers.get("content-transfer-encoding") === "quoted-printable";
  return {
    to,
    subject: headers.get("subject") ?? "",
    messageId: headers.get("message-id") ?? "",
    text: isQuoted ? fromQuotedPrintable(body) : body,
  };
}

const fromQuotedPrintable = (body: string): string =>
  decodeURIComponent(
    body
      .replace(/=\r\n/g, "")
      .replaceAll("%", "%25")
      .replace(/=([0-9A-F]{2})/g, "%$1"),
  );
