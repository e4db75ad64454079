import { explainFate } from "@/lib/admin/reasons/explain";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { EventTrace } from "@/lib/admin/syncs/test/trace-event";
import { tracedProperties } from "@/lib/admin/syncs/test/traced-properties";
import { connectorOf } from "@/lib/engine/connectors/registry";

/** What a destination would make of an event, as the management API answers it. Pure. */
export function toTraceResource(trace: EventTrace) {
  const { sync, version, evidence, outcome, identifier, requests } = trace;
  return {
    fate: fateOf(trace),
    trace: {
      destination_id: String(sync.id),
      version,
      event: eventOf(trace),
      rows: rowsOf(evidence),
      identifier: {
        property: evidence.identifier.property,
        value: evidence.identifier.value ?? null,
        kind: identifier?.kind ?? null,
        sent: outcome.kind === "ready" ? (identifier?.value ?? null) : null,
      },
      user_properties: propertiesOf(trace, "user"),
      event_properties: propertiesOf(trace, "event"),
    },
    requests: requests.map(({ method, path, body, bytes }) => ({ method, path, body, bytes })),
  };
}

function fateOf({ sync, version, evidence, outcome }: EventTrace) {
  const { plan } = evidence;
  const failed = plan.kind === "filtered" ? plan.failed : null;
  const clause = failed === null ? null : evidence.rows[failed.row]?.clauses[failed.clause];
  const { kind, reason, message } = outcome;
  const { displayName } = connectorOf(sync.partner).definition;
  return {
    destination_id: String(sync.id),
    status: kind === "ready" ? ("to_be_sent" as const) : kind,
    reason,
    message: kind === "ready" ? null : (message ?? explainFate(kind, reason, displayName).means),
    version,
    row:
      failed === null ? letterOf(plan.kind === "planned" ? plan.row : null) : letterOf(failed.row),
    clause: clause
      ? {
          property: clause.property,
          op: clause.op,
          values: clause.values,
          actual: clause.actual ?? null,
        }
      : null,
  };
}

const letterOf = (row: number | null) => (row === null ? null : rowLetter(row));

const eventOf = ({ event }: EventTrace) => ({
  event_type: event.eventType,
  kind: event.kind,
  user_id: event.userId,
  device_id: event.deviceId,
  payload: event.payload,
  user_properties: event.userProperties,
});

const rowsOf = ({ rows }: EventTrace["evidence"]) =>
  rows.map(({ row, namesEvent, clauses }, index) => ({
    row: rowLetter(index),
    event: row.event,
    names_event: namesEvent,
    selects: namesEvent && clauses.every(({ holds }) => holds),
    clauses: clauses.map(({ property, op, values, holds, actual }) => ({
      property,
      op,
      values,
      actual: actual ?? null,
      holds,
    })),
  }));

/** Each selected property with its value, whether it is sent, and why it is not. */
const propertiesOf = (trace: EventTrace, of: "user" | "event") =>
  tracedProperties(trace, of)?.map(({ name, value, leftOut }) => ({
    name,
    value: value ?? null,
    sent: leftOut === null && trace.outcome.kind === "ready",
    left_out: leftOut,
  })) ?? null;
