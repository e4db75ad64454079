import type { Endpoint } from "@/lib/engine/ingest/endpoint";
import type { EventProblem, Rejection } from "@/lib/engine/ingest/rejection";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import { type ParseContext, parseEvent } from "@/lib/engine/pipeline/source/parse-event";
import type { JsonObject } from "@/lib/kernel/json";
import { err, ok, type Result } from "@/lib/kernel/result";

/** All events of a request, or every problem of every event: an upload is taken whole or not at all. Pure. */
export function parseEvents(
  sent: readonly JsonObject[],
  endpoint: Endpoint,
  context: ParseContext,
): Result<readonly IncomingEvent[], Rejection> {
  const events: IncomingEvent[] = [];
  const problems: EventProblem[] = [];
  for (const [index, raw] of sent.entries()) {
    const event = endpoint.toEvent(raw);
    if (typeof event === "string") {
      problems.push({ kind: "invalid", field: event, index });
      continue;
    }
    const parsed = parseEvent(event, context);
    if (parsed.ok) events.push(parsed.value);
    else for (const problem of parsed.error) problems.push({ ...problem, index });
  }
  return problems.length > 0 ? err({ kind: "invalid_events", problems }) : ok(events);
}
