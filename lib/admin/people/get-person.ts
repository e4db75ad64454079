import { z } from "zod";
import { maySeePersonalData } from "@/lib/admin/access/may-see-personal-data";
import { shown } from "@/lib/admin/access/shown";
import { noteLook } from "@/lib/admin/audit/note-look";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  personIdSchema,
  projectIdSchema,
  requireIn,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { storedProperties } from "@/lib/engine/store/event-log/stored-properties";
import type { PersonDetail } from "./person";
import { propertyOrigins } from "./property-origins";
import { sharedIdentifiers } from "./shared-identifiers";

const DEVICES_MAX = 50;

const getPersonInput = z.object({
  projectId: projectIdSchema,
  personId: personIdSchema,
});

/** A person of this project with what is known of them. What they did, `personTimeline` tells. */
export async function getPerson(
  ctx: Context,
  rawInput: z.input<typeof getPersonInput>,
): Promise<PersonDetail> {
  requirePerson(ctx, "people:read");
  const { projectId, personId } = parseInput(getPersonInput, rawInput);
  requireIn(ctx, "people:read", projectId);
  const row = found(
    await ctx.db.person.findFirst({ where: { id: BigInt(personId), projectId } }),
    `User ${personId}`,
  );
  if (maySeePersonalData(ctx, projectId)) await noteLook(ctx, projectId, personId);
  const devices = await ctx.db.device.findMany({
    where: { projectId, personId: row.id },
    select: { deviceId: true },
    orderBy: { deviceId: "asc" },
    take: DEVICES_MAX + 1,
  });
  const properties = storedProperties(row);
  return shown(ctx, projectId, {
    id: personId,
    projectId,
    userId: row.userId,
    firstSeen: row.firstSeen,
    updatedAt: row.updatedAt,
    properties: properties.toJson(),
    origins: await propertyOrigins(ctx, projectId, personId, properties.names()),
    devices: devices.slice(0, DEVICES_MAX).map(({ deviceId }) => deviceId),
    moreDevices: devices.length > DEVICES_MAX,
    shared: await sharedIdentifiers(ctx, projectId, row),
  });
}
