import { createTransport } from "nodemailer";
import type { AlertEnvironment } from "./alert-environment";

/** Of each step: connecting, the greeting, and a silence of the server. */
const STEP_MS_MAX = 10_000;

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same each time this mail is sent, so that a repetition can be known. */
  readonly messageId: string;
}

/** Resolves with the server's answer; rejects with what it refused, or why it could not be reached. */
export type SendMail = (mail: Mail) => Promise<string>;

/** A connection for each mail: there are few. */
export function createMailer({ url, from }: NonNullable<AlertEnvironment["mail"]>): SendMail {
  const transport = createTransport(
    {
      url: url.reveal(),
      connectionTimeout: STEP_MS_MAX,
      greetingTimeout: STEP_MS_MAX,
      socketTimeout: STEP_MS_MAX,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return async ({ to, subject, text, messageId }) => {
    const sent = await transport.sendMail({
      to,
      subject,
      text,
      messageId,
      // No vacation notice comes back for it (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return sent.response;
  };
}
