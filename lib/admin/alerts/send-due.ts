import type { Context } from "@/lib/admin/verb/context";
import { logger } from "@/lib/platform/logger";
import { alertChangesSchema } from "./alert-change";
import type { AlertPorts } from "./alert-ports";
import { type Sent, sendMessage } from "./send-message";

/** Messages that are sent beside each other, each of another channel. */
const BESIDE = 8;
/** Longer than an attempt may take: then whoever tried is taken for dead, and another tries again. */
export const CLAIM_MS = 120_000;
const ATTEMPT_MS_MAX = 60_000;
/** Seconds after the first attempt, the second, … ; about sixteen hours in all. */
const RETRY_SECONDS = [10, 30, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 28_800];

interface Claim {
  readonly id: bigint;
  readonly attempts: number;
}

/**
 * Sends what is due, in order for each channel. A message is claimed before it is sent and recorded after it: who dies
 * in between leaves it to be sent once more, under the same id, and never loses it.
 */
export async function sendDue(ctx: Context, ports: AlertPorts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const claims = await claim(ctx);
    if (claims.length === 0) return;
    await Promise.all(claims.map((each) => sendClaimed(ctx, ports, each)));
  }
}

const claim = ({ db }: Context) => db.$queryRaw<Claim[]>`
  UPDATE alert_messages SET attempts = attempts + 1, next_at = now() + ${CLAIM_MS} * interval '1 millisecond'
  WHERE id IN (
    SELECT m.id FROM alert_messages m
    WHERE m.state = 'waiting' AND m.next_at <= now() AND NOT EXISTS (
      SELECT 1 FROM alert_messages earlier
      WHERE earlier.channel_id = m.channel_id AND earlier.state = 'waiting' AND earlier.id < m.id
        AND (earlier.attempts > 0 OR earlier.next_at <= now()))
    ORDER BY m.id LIMIT ${BESIDE} FOR UPDATE SKIP LOCKED
  ) RETURNING id, attempts::int AS attempts`;

/** Sends one that the caller has claimed; resolves with what became of the attempt. */
export async function sendClaimed(
  ctx: Context,
  ports: AlertPorts,
  { id, attempts }: Claim,
): Promise<Sent> {
  const message = await ctx.db.alertMessage.findUniqueOrThrow({
    where: { id },
    include: { channel: true, project: { select: { id: true, name: true } } },
  });
  const { channel, project, uuid, createdAt } = message;
  const about = message.about === "test" ? "test" : "alerts";
  const content = {
    uuid,
    about,
    project,
    createdAt,
    changes: alertChangesSchema.parse(message.changes),
    publicUrl: ports.publicUrl,
  } as const;
  const sent =
    channel === null
      ? { isSent: false, answer: "The channel was removed", retryAfterMs: null }
      : await within(ATTEMPT_MS_MAX, ctx, (signal) =>
          sendMessage(ctx, ports, channel, content, signal),
        );
  if (!sent.isSent) {
    const { projectId, kind } = message;
    logger.warn({ project: projectId, channel: kind, answer: sent.answer }, "alert.not_sent");
  }
  await record(
    ctx,
    { id, attempts },
    sent,
    about === "alerts" ? RETRY_SECONDS[attempts - 1] : undefined,
  );
  return sent;
}

/** A far end that says something now and then has its end too. Whatever is thrown counts as not sent. */
async function within(
  ms: number,
  { clock }: Context,
  send: (signal: AbortSignal) => Promise<Sent>,
): Promise<Sent> {
  const over = new AbortController();
  const failed = (answer: string): Sent => ({ isSent: false, answer, retryAfterMs: null });
  const late = clock
    .sleep(ms, over.signal)
    .then(() => failed(`It was not taken within ${ms / 1_000} s`));
  const result = await Promise.race([
    send(over.signal).catch((error: unknown) => failed(String(error).slice(0, 500))),
    late,
  ]);
  over.abort();
  return result;
}

/** Nothing when somebody else has claimed it since. `againSeconds` undefined: this was the last attempt. */
async function record(
  { db }: Context,
  { id, attempts }: Claim,
  { isSent, answer, retryAfterMs }: Sent,
  againSeconds: number | undefined,
): Promise<void> {
  const state = isSent ? "sent" : againSeconds === undefined ? "failed" : "waiting";
  const seconds = Math.max(againSeconds ?? 0, Math.ceil((retryAfterMs ?? 0) / 1_000));
  await db.$executeRaw`
    UPDATE alert_messages SET state = ${state}, answer = ${answer},
      ended_at = CASE WHEN ${state} <> 'waiting' THEN now() END, next_at = now() + ${seconds} * interval '1 second'
    WHERE id = ${id} AND attempts = ${attempts} AND state = 'waiting'`;
}
