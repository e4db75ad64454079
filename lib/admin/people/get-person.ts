import { z } from "zod";
import { DELIVERY_COLUMNS, type DeliveryRow, toDelivery } from "@/lib/admin/events/delivery-row";
import { HEAD_COLUMNS, type RawRow, toEventSummary, toRow } from "@/lib/admin/events/event-row";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  personIdSchema,
  projectIdSchema,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { shardOf } from "@/lib/engine/pipeline/log/shard";
import { EventHead, type HeadRow } from "@/lib/engine/store/event-log/stored-event";
import { storedProperties } from "@/lib/engine/store/event-log/stored-properties";
import type { PersonId, ProjectId } from "@/lib/kernel/brand";
import type { PersonDelivery, PersonDetail } from "./person";

const ROWS_MAX = 50;
/** Events of the person's shard that are looked through, newest first. */
const SCAN_EVENTS_MAX = 50_000;

const getPersonInput = z.object({
  projectId: projectIdSchema,
  personId: personIdSchema,
});

/** A person of this project with what is known of them and what became of their events. */
export async function getPerson(
  ctx: Context,
  rawInput: z.input<typeof getPersonInput>,
): Promise<PersonDetail> {
  requirePerson(ctx);
  const { projectId, personId } = parseInput(getPersonInput, rawInput);
  const row = found(
    await ctx.db.person.findFirst({ where: { id: BigInt(personId), projectId } }),
    `User ${personId}`,
  );
  const devices = await ctx.db.device.findMany({
    where: { projectId, personId: row.id },
    select: { deviceId: true },
    take: ROWS_MAX,
  });
  return {
    id: personId,
    projectId,
    userId: row.userId,
    firstSeen: row.firstSeen,
    updatedAt: row.updatedAt,
    properties: storedProperties(row).toJson(),
    devices: devices.map(({ deviceId }) => deviceId),
    events: await newestEvents(ctx, projectId, personId),
    deliveries: await newestDeliveries(ctx, projectId, personId),
  };
}

async function newestEvents(
  ctx: Context,
  projectId: ProjectId,
  personId: PersonId,
): Promise<readonly EventSummary[]> {
  const shard = shardOf(personId);
  const rows = await ctx.db.$queryRaw<RawRow<HeadRow>[]>`
    SELECT * FROM (
      SELECT ${HEAD_COLUMNS} FROM events WHERE project_id = ${projectId} AND shard = ${shard}
      ORDER BY "offset" DESC LIMIT ${SCAN_EVENTS_MAX}
    ) AS scanned WHERE person_id = ${personId} ORDER BY "offset" DESC LIMIT ${ROWS_MAX}`;
  return rows.map((row) => toEventSummary(new EventHead(projectId, toRow<HeadRow>(row))));
}

async function newestDeliveries(
  ctx: Context,
  projectId: ProjectId,
  personId: PersonId,
): Promise<readonly PersonDelivery[]> {
  const rows = await ctx.db.$queryRaw<(DeliveryRow & { sync_name: string; partner: string })[]>`
    SELECT d.*, s.name AS sync_name, s.partner FROM syncs s CROSS JOIN LATERAL (
      SELECT ${DELIVERY_COLUMNS} FROM deliveries WHERE sync_id = s.id AND person_id = ${personId}
      ORDER BY id DESC LIMIT ${ROWS_MAX}
    ) AS d WHERE s.project_id = ${projectId} ORDER BY d.id DESC LIMIT ${ROWS_MAX}`;
  return rows.map((row) => ({
    ...toDelivery(row),
    syncName: row.sync_name,
    destination: connectorOf(row.partner).definition.displayName,
  }));
}
