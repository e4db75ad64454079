import type { Context } from "@/lib/admin/verb/context";
import { invalidInput } from "@/lib/admin/verb/guards";
import type { WholeEvent } from "@/lib/engine/pipeline/source/event";
import { ID_CHARS_MIN } from "@/lib/engine/pipeline/source/identity";
import { parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { applyOperations } from "@/lib/engine/pipeline/source/property-operations";
import { ownProperty } from "@/lib/engine/pipeline/transform/properties";
import { identifiersOf } from "@/lib/engine/pipeline/transform/read-identifier";
import { ALL_EVENTS, type Settings } from "@/lib/engine/pipeline/transform/settings";
import { storedProperties } from "@/lib/engine/store/event-log/stored-properties";
import type { Offset, PersonId, ProjectId, Shard } from "@/lib/kernel/brand";
import type { FieldError } from "@/lib/kernel/errors";
import { isJsonObject, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

/** A pasted event as the log would give it back if it were ingested now, with what is known of its person. */
export async function pastedEvent(
  ctx: Context,
  projectId: ProjectId,
  text: string,
): Promise<WholeEvent> {
  const receivedMs = ctx.clock.now();
  const parsed = parseEvent(readObject(text), {
    source: "http_v2",
    receivedMs,
    clientUploadMs: null,
    idCharsMin: ID_CHARS_MIN,
    remoteAddress: null,
  });
  if (!parsed.ok) {
    throw invalidInput(
      parsed.error.map(({ kind, field }) => payloadError(`${field} is ${WORDS[kind]}`, kind)),
    );
  }
  const { operations, onlySentUserProperties, ...incoming } = parsed.value;
  const known = await knownProperties(ctx, projectId, incoming.userId, incoming.deviceId);
  const changes = operations === null ? null : applyOperations(known, operations).changes;
  const userProperties = onlySentUserProperties ?? known.toJson();
  return {
    ...incoming,
    projectId,
    offset: 0 as Offset,
    shard: 0 as Shard,
    personId: 0 as PersonId,
    uuid: "00000000-0000-4000-8000-000000000000",
    userProperties,
    userProperty: (name) => ownProperty(userProperties, name),
    userChanges: changes === null || Object.keys(changes).length === 0 ? null : changes,
  };
}

const WORDS = { missing: "missing", invalid: "not valid", id_length: "too short" } as const;

function readObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw invalidInput([payloadError(`This is not JSON: ${why}`, "json")]);
  }
  if (isJsonObject(value)) return value;
  throw invalidInput([payloadError("Paste one event: a JSON object", "json")]);
}

const payloadError = (message: string, code: string): FieldError => ({
  field: "payload",
  message,
  code,
});

async function knownProperties(
  ctx: Context,
  projectId: ProjectId,
  userId: string | null,
  deviceId: string | null,
): Promise<PersonProperties> {
  const device =
    userId === null && deviceId !== null
      ? await ctx.db.device.findUnique({ where: { projectId_deviceId: { projectId, deviceId } } })
      : null;
  const where = userId === null ? { id: device?.personId ?? -1n } : { projectId, userId };
  const person = await ctx.db.person.findFirst({ where });
  return person === null ? new PersonProperties() : storedProperties(person);
}

/** An example that has everything the settings select, so that its preview shows the full request. */
export function exampleEvent(settings: Settings): string {
  const named = settings.eventRows.find(({ event }) => event !== ALL_EVENTS)?.event;
  const filled = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, `example ${name}`]));
  return stringifyJson({
    event_type: settings.sendEvents ? (named ?? "Example Event") : "$identify",
    user_id: "example-user",
    device_id: "example-device",
    event_properties: filled(settings.eventProperties),
    user_properties: filled([
      ...settings.userProperties,
      ...identifiersOf(settings).flatMap((ref) => (ref.startsWith("gp:") ? [ref.slice(3)] : [])),
    ]),
  });
}
