import { z } from "zod";
import type { Diff, SyncPatch } from "@/lib/admin/syncs/sync";
import { invalidInput } from "@/lib/admin/verb/guards";
import { isSecret } from "@/lib/engine/connectors/parameters";
import { connectorOf, DEFAULT_PARTNER } from "@/lib/engine/connectors/registry";
import { type EventRow, settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import { AppError, type FieldError } from "@/lib/kernel/errors";
import { eventFilterSchema, toEventFilter } from "./event-filter";

const mappingsSchema = z.strictObject({
  identifier: z.string().optional(),
  /** Asked in this order where an event has no value in `identifier`. */
  fallback_identifiers: z.array(z.string()).optional(),
  event_properties: z.array(z.string()).optional(),
  user_properties: z.array(z.string()).optional(),
});

const fields = {
  display_name: z.string(),
  enabled: z.boolean().optional(),
  /** By parameter id; a write-only parameter set to null or "" is removed. */
  config: z
    .record(
      z.string(),
      z.union(
        [z.string(), z.number(), z.boolean(), z.null()],
        "must be text, a number, true, false or null",
      ),
    )
    .optional(),
  event_filter: eventFilterSchema.nullish(),
  property_mappings: mappingsSchema.nullish(),
  /** The identifier once more, where many people have few values of it: that it is meant. */
  confirm_identifier: z.string().optional(),
  send_events: z.boolean().optional(),
  send_users: z.boolean().optional(),
  send_users_on_events: z.boolean().optional(),
};

/** Body of a create. */
export const createDestinationBody = z.strictObject({
  partner: z.string().default(DEFAULT_PARTNER),
  ...fields,
});

/** Changes that are only looked at: what is absent stays. */
export const draftBody = z.strictObject({
  ...fields,
  display_name: fields.display_name.optional(),
});

/** Body of an update: what is absent stays, `event_filter` is replaced as a whole. */
export const updateDestinationBody = z
  .strictObject({
    ...fields,
    display_name: fields.display_name.optional(),
    /** Ours, with `enabled: true`: also send what arrived while the destination was disabled. */
    send_missed: z.boolean().optional(),
  })
  .refine(({ send_missed, enabled }) => send_missed !== true || enabled === true, {
    path: ["send_missed"],
    message:
      "send_missed goes with enabled: true; what is missed is sent when a destination is enabled",
  });

type Body = z.output<typeof updateDestinationBody>;

/** The body in the words of the verbs. Pure. */
export function toSyncPatch(partner: string, body: Body): SyncPatch {
  const { parameters } = connectorOf(partner).definition;
  const secretIds = new Set(parameters.filter(isSecret).map(({ id }) => id));
  const config = Object.entries(body.config ?? {});
  const secrets = config.filter(([id]) => secretIds.has(id));
  const plain = config.filter(([id]) => !secretIds.has(id));
  return {
    ...(body.display_name === undefined ? {} : { name: body.display_name }),
    ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
    ...(plain.length === 0 ? {} : { config: Object.fromEntries(plain) }),
    ...(secrets.length === 0
      ? {}
      : { secrets: Object.fromEntries(secrets.map(([id, value]) => [id, String(value ?? "")])) }),
    settings: settingsOf(body),
    ...(body.confirm_identifier === undefined
      ? {}
      : { confirmIdentifier: body.confirm_identifier }),
  };
}

function settingsOf(body: Body): Readonly<Record<string, unknown>> {
  const defaults = settingsSchema.parse({});
  const mappings =
    body.property_mappings === null
      ? {
          identifier: defaults.identifier,
          fallback_identifiers: defaults.fallbackIdentifiers,
          event_properties: defaults.eventProperties,
          user_properties: defaults.userProperties,
        }
      : body.property_mappings;
  const all = {
    sendEvents: body.send_events,
    sendUsers: body.send_users,
    usersOnEvents: body.send_users_on_events,
    eventRows: body.event_filter === null ? [] : body.event_filter,
    identifier: mappings?.identifier,
    fallbackIdentifiers: mappings?.fallback_identifiers,
    eventProperties: mappings?.event_properties,
    userProperties: mappings?.user_properties,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

const FIELDS: Readonly<Record<string, string>> = {
  name: "display_name",
  confirmIdentifier: "confirm_identifier",
  "settings.sendEvents": "send_events",
  "settings.sendUsers": "send_users",
  "settings.usersOnEvents": "send_users_on_events",
  "settings.eventRows": "event_filter",
  "settings.identifier": "property_mappings.identifier",
  "settings.fallbackIdentifiers": "property_mappings.fallback_identifiers",
  "settings.eventProperties": "property_mappings.event_properties",
  "settings.userProperties": "property_mappings.user_properties",
};

/** A field of the verbs in the words of the body. Pure. */
function toApiField(field: string, rows: readonly EventRow[] = []): string {
  const row = /^settings\.eventRows\.(\d+)\.(.*)$/.exec(field);
  if (row !== null) {
    const event = rows[Number(row[1])]?.event ?? "";
    const rest = row[2] ?? "";
    return rest.startsWith("where.")
      ? `event_filter.property_filters.${event}.${rest.slice("where.".length)}`
      : "event_filter.events";
  }
  if (field.startsWith("secrets.")) return `config.${field.slice("secrets.".length)}`;
  const known = Object.keys(FIELDS).find((name) => field === name || field.startsWith(`${name}.`));
  return known === undefined ? field : `${FIELDS[known]}${field.slice(known.length)}`;
}

/** Runs a verb and tells its field errors in the words of the body. */
export async function withApiFields<T>(body: Body, verb: () => Promise<T>): Promise<T> {
  try {
    return await verb();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    const fieldErrors = error.fieldErrors.map(
      (fault): FieldError => ({
        ...fault,
        field: toApiField(fault.field, body.event_filter ?? []),
      }),
    );
    throw invalidInput(fieldErrors);
  }
}

/** A plan's diff in the words of the body. Pure. */
export function toApiDiff(diff: Diff): Diff {
  return Object.fromEntries(
    Object.entries(diff).map(([field, { from, to }]) => [
      toApiField(field),
      field === "settings.eventRows" ? { from: filterOf(from), to: filterOf(to) } : { from, to },
    ]),
  );
}

const filterOf = (rows: unknown) => toEventFilter(settingsSchema.shape.eventRows.parse(rows ?? []));
