import { createHash } from "node:crypto";
import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { checkpoint } from "@/lib/engine/store/backfill/checkpoint";
import { peopleAfter, type SeenPerson } from "@/lib/engine/store/backfill/write-counts";
import type { JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import type { HistoryAppender } from "./append-history";
import type { BackfillPorts } from "./backfill-ports";

const PEOPLE_AT_ONCE = 200;

/**
 * Brings each person once, with the newest properties that the files have: what the project does not know of the person
 * is filled in, what it knows stays, for it may be younger. Before the events, so that these find the person.
 */
export async function bringUsers(
  { pool, clock }: BackfillPorts,
  claim: ClaimedBackfill,
  appender: HistoryAppender,
): Promise<void> {
  for (let after = claim.atPerson; ; ) {
    const people = await peopleAfter(pool, claim, after, PEOPLE_AT_ONCE);
    const last = people.at(-1);
    if (last === undefined) break;
    const events = people.map((person) => toIdentify(person, clock.now()));
    await appender.append(
      events,
      "users_added = users_added + $3, at_person = $5, known = known + 0 * $4",
      [last.person],
    );
    after = last.person;
  }
  const next = claim.usersOnly ? "send" : "events";
  await checkpoint(pool, claim, "phase = $3, at_file = 0, at_entry = 0, at_line = 0", [next]);
}

function toIdentify(
  { person, userId, deviceId, timeMs, properties }: SeenPerson & { readonly properties: string },
  receivedMs: number,
): IncomingEvent {
  const $setOnce = parseJson(properties) as JsonObject;
  const digest = createHash("sha256").update(`${person}\n${timeMs}\n${properties}`).digest("hex");
  const insertId = `backfill:${digest.slice(0, 32)}`;
  return {
    kind: "identify",
    source: "backfill",
    eventType: "$identify",
    userId,
    deviceId,
    insertId,
    timeMs,
    receivedMs,
    payload: {
      event_type: "$identify",
      ...(userId === null ? {} : { user_id: userId }),
      ...(deviceId === null ? {} : { device_id: deviceId }),
      insert_id: insertId,
      time: timeMs,
      user_properties: { $setOnce },
    },
    operations: { operators: { $setOnce }, plain: {} },
    onlySentUserProperties: null,
  };
}
