import type { Context } from "@/lib/admin/verb/context";
import { callDestination, type Reply } from "@/lib/engine/connectors/http/call";
import { retryAfterMs } from "@/lib/engine/connectors/http/retry-after";
import { makeScrub } from "@/lib/engine/connectors/http/scrub";
import type { Secret } from "@/lib/kernel/secret";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import type { AlertChannel as Row } from "@/lib/platform/postgres/generated/client";
import { openChannel, signedHeaders } from "./alert-channel";
import type { AlertPorts } from "./alert-ports";
import { type MessageContent, slackBodyOf, subjectOf, textOf, webhookBodyOf } from "./alert-text";

/** What became of one attempt to send a message. */
export interface Sent {
  readonly isSent: boolean;
  /** What was answered, or why nothing was; free of secrets, at most 500 characters. */
  readonly answer: string;
  /** What the far end asks to wait before the next attempt. */
  readonly retryAfterMs: number | null;
}

type World = Pick<Context, "cipher" | "clock">;

/** Sends it once, over whatever kind of channel it is. Never rejects for the far end or the network. */
export async function sendMessage(
  ctx: World,
  ports: AlertPorts,
  channel: Row,
  content: MessageContent,
  signal: AbortSignal,
): Promise<Sent> {
  if (channel.kind === "email") return mail(ports, channel.target, content);
  const { url, key } = openChannel(ctx, channel);
  const isSlack = channel.kind === "slack";
  const body = stringifyJson(isSlack ? slackBodyOf(content) : webhookBodyOf(content));
  const seconds = Math.floor(ctx.clock.now() / 1_000);
  const own = isSlack ? {} : signedHeaders(key, content.uuid, seconds, body);
  return post({ url, key, headers: own, body }, ctx, ports, signal);
}

async function mail({ sendMail }: AlertPorts, to: string, content: MessageContent): Promise<Sent> {
  const end = (isSent: boolean, answer: string): Sent => ({
    isSent,
    answer: makeScrub([])(answer),
    retryAfterMs: null,
  });
  if (sendMail === null) return end(false, NO_MAIL_SERVER);
  try {
    const messageId = `<${content.uuid}@tributary>`;
    const said = await sendMail({
      to,
      subject: subjectOf(content),
      text: textOf(content),
      messageId,
    });
    return end(true, said);
  } catch (error) {
    return end(false, error instanceof Error ? error.message : String(error));
  }
}

export const NO_MAIL_SERVER =
  "No mail server is known: the operator sets it with SMTP_URL and MAIL_FROM";

interface Post {
  readonly url: Secret;
  readonly key: Secret;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No redirect is followed: the address that was entered is the one that was meant. */
async function post(
  { url, key, headers, body }: Post,
  { clock }: World,
  { agent }: AlertPorts,
  signal: AbortSignal,
): Promise<Sent> {
  const { origin, pathname, search, host } = new URL(url.reveal());
  const reply = await callDestination(
    {
      method: "POST",
      address: { origin, path: pathname + search },
      headers: { "content-type": "application/json", "user-agent": "Tributary", ...headers },
      body,
    },
    {
      destination: host,
      dispatcher: agent,
      clock,
      judgeRedirect: () => ({ reason: "misconfigured", message: "redirects to another address" }),
    },
    signal,
  );
  const scrub = makeScrub([url.reveal(), pathname + search, key.reveal()].filter(isSecret));
  return { ...judge(reply, clock.now()), answer: scrub(wordsOf(reply, host)) };
}

/** A path such as `/` is no secret, and stands in many an answer. */
const isSecret = (text: string): boolean => text.length >= 8;

function judge(reply: Reply, nowMs: number): Omit<Sent, "answer"> {
  if (reply.kind !== "answered") return { isSent: false, retryAfterMs: null };
  const { status, retryAfter } = reply.answer;
  const isSent = status >= 200 && status < 300;
  return { isSent, retryAfterMs: isSent ? null : retryAfterMs(retryAfter, nowMs) };
}

function wordsOf(reply: Reply, host: string): string {
  switch (reply.kind) {
    case "answered":
      return `${reply.answer.status} ${reply.answer.body}`.trim();
    case "redirected":
      return `${reply.status}: ${host} ${reply.message}. Enter that one`;
    case "unanswered":
      return reply.verdict.message;
  }
}
