import { randomUUID } from "node:crypto";
import type { ProjectId } from "@/lib/kernel/brand";
import type { AlertChannel, AlertMessage } from "@/lib/platform/postgres/generated/client";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import { type AlertChange, alertChangesSchema, isCritical } from "./alert-change";
import { type QuietHours, quietUntil } from "./quiet-hours";

/**
 * Leaves a message for each channel of the project that is to be told of the changes, in the transaction of the changes:
 * neither is there without the other. In quiet hours only what is critical is told at once; the rest gathers in one
 * message that waits until they are over.
 */
export async function queueMessages(
  tx: Transaction,
  projectId: ProjectId,
  changes: readonly AlertChange[],
  quiet: QuietHours | null,
  nowMs: number,
): Promise<void> {
  if (changes.length === 0) return;
  const untilMs = quietUntil(quiet, nowMs);
  const [now, later] =
    untilMs === null
      ? [changes, []]
      : [changes.filter(isCritical), changes.filter((change) => !isCritical(change))];
  for (const channel of await tx.alertChannel.findMany({ where: { projectId } })) {
    await queue(tx, channel, now, nowMs);
    if (untilMs !== null) await gather(tx, channel, later, untilMs, nowMs);
  }
}

const forChannel = ({ onlyCritical }: AlertChannel, changes: readonly AlertChange[]) =>
  onlyCritical ? changes.filter(isCritical) : changes;

async function queue(
  tx: Transaction,
  channel: AlertChannel,
  changes: readonly AlertChange[],
  atMs: number,
): Promise<void> {
  const told = forChannel(channel, changes);
  if (told.length === 0) return;
  await tx.alertMessage.create({ data: messageOf(channel, "alerts", told, new Date(atMs)) });
}

/** A row of a message that nobody has tried to send yet. */
export const messageOf = (
  { id: channelId, projectId, kind, target }: AlertChannel,
  about: "alerts" | "test",
  changes: readonly AlertChange[],
  nextAt: Date,
) => ({
  uuid: randomUUID(),
  projectId,
  channelId,
  kind,
  target,
  about,
  changes: [...changes],
  nextAt,
});

async function gather(
  tx: Transaction,
  channel: AlertChannel,
  changes: readonly AlertChange[],
  untilMs: number,
  nowMs: number,
): Promise<void> {
  const held = await heldOf(tx, channel, nowMs);
  if (held === null) return queue(tx, channel, changes, untilMs);
  const told = [...alertChangesSchema.parse(held.changes), ...forChannel(channel, changes)];
  await tx.alertMessage.update({ where: { id: held.id }, data: { changes: told } });
}

/** The message of a channel that waits for the end of quiet hours; locked, so that nobody begins to send it meanwhile. */
async function heldOf(
  tx: Transaction,
  { id }: AlertChannel,
  nowMs: number,
): Promise<AlertMessage | null> {
  const [held] = await tx.$queryRaw<{ readonly id: bigint }[]>`
    SELECT id FROM alert_messages WHERE channel_id = ${id} AND state = 'waiting' AND attempts = 0
      AND next_at > ${new Date(nowMs)} ORDER BY id LIMIT 1 FOR UPDATE`;
  return held === undefined ? null : tx.alertMessage.findUnique({ where: { id: held.id } });
}
