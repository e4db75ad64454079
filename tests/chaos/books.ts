import type { SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import { type Books, readBooks } from "@/tests/support/books";
import { until } from "@/tests/support/until";
import { arrivedAtAmplitude, missingAtAmplitude } from "./amplitude-books";
import { type Arrived, countArrived, type Numbered } from "./arrived";
import type { Load } from "./load";
import type { ChaosWorld } from "./world";

const SETTLE_MS_MAX = 120_000;

/** What is compared at the end; `wrong` says in words what does not agree. */
export interface Verdict {
  readonly accepted: number;
  readonly stored: number;
  readonly arrived: number;
  /** Under two ids, of those without an insert_id that were sent again after a lost answer. */
  readonly twiceAfterLostAnswers: number;
  readonly discarded: number;
  readonly expired: number;
  readonly parked: number;
  readonly orderViolations: number;
  readonly duplicatesRefused: number;
  readonly requests: number;
  readonly relayed: number;
  readonly notRelayed: number;
  readonly settledAfterMs: number;
  readonly wrong: readonly string[];
}

/** Waits until everything in the log is settled, then compares what was promised with what arrived. */
export async function closeTheBooks(world: ChaosWorld, load: Load): Promise<Verdict> {
  const startedMs = systemClock.now();
  const head = await headOf(world);
  const books = await settledBooks(world, world.syncId, head);
  const relayed = await settledBooks(world, world.relayId, head);
  const workspace = world.sandbox.workspace();
  const arrived = arrivedSequences(world);
  const discarded = await sequencesOf(world, "discarded");
  const expired = await sequencesOf(world, "expired");
  const atAmplitude = arrivedAtAmplitude(world);
  const notRelayed = await sequencesOf({ ...world, syncId: world.relayId }, "discarded");
  return {
    accepted: load.accepted.size,
    stored: head,
    arrived: arrived.once.size,
    twiceAfterLostAnswers: [...arrived.twice].filter((seq) => load.maybeTwice.has(seq)).length,
    discarded: books.discarded,
    expired: books.expired,
    parked: books.parked,
    orderViolations: workspace.stats.orderAttributeViolations,
    duplicatesRefused: workspace.stats.duplicateIds,
    requests: workspace.stats.requests,
    relayed: relayed.delivered,
    notRelayed: relayed.discarded + relayed.expired,
    settledAfterMs: systemClock.now() - startedMs,
    wrong: [
      ...wrongSums(books),
      ...lost(load, arrived.once, new Set([...discarded, ...expired])),
      ...doubled(load, arrived.twice),
      ...(await doubledRows(world)),
      ...outOfOrder(arrived.overtaking, workspace.stats.orderAttributeViolations),
      ...[
        ...wrongSums(relayed),
        ...lost(load, atAmplitude.once, new Set(notRelayed)),
        ...doubled(load, atAmplitude.twice),
        ...(await doubledRows({ ...world, syncId: world.relayId })),
        ...outOfOrder(atAmplitude.overtaking, 0),
        ...(await missingAtAmplitude(world)),
      ].map((fault) => `at Amplitude: ${fault}`),
    ],
  };
}

async function settledBooks(world: ChaosWorld, syncId: number, head: number): Promise<Books> {
  return until(
    `everything is settled for sync ${syncId}`,
    async () => {
      await retryParkedNow({ ...world, syncId });
      const now = await readBooks(world.pool, syncId as SyncId).catch(() => null);
      return now !== null && now.read === head && now.parked === 0 && now;
    },
    SETTLE_MS_MAX,
  );
}

function wrongSums(books: Books): readonly string[] {
  const { read, filtered, delivered, discarded, expired, parked, rows } = books;
  const wrong: string[] = [];
  const sum = filtered + delivered + discarded + expired + parked;
  if (read !== sum) wrong.push(`read ${read} is not the sum ${sum} of its outcomes`);
  for (const [outcome, count] of Object.entries({ delivered, discarded, expired })) {
    if ((rows[outcome] ?? 0) !== count) {
      wrong.push(`${count} ${outcome} were counted, ${rows[outcome] ?? 0} are on record`);
    }
  }
  return wrong;
}

function lost(
  load: Load,
  arrived: ReadonlySet<number>,
  notDelivered: ReadonlySet<number>,
): readonly string[] {
  const missing = [...load.accepted].filter((seq) => !arrived.has(seq) && !notDelivered.has(seq));
  return missing.length === 0
    ? []
    : [
        `${missing.length} accepted events did not arrive, first: ${missing.slice(0, 5).join(", ")}`,
      ];
}

/** A copy is forgiven only where the client itself sent one, without an insert_id, not knowing of the first. */
function doubled(load: Load, twice: ReadonlySet<number>): readonly string[] {
  const wrong = [...twice].filter((seq) => !load.maybeTwice.has(seq));
  return wrong.length === 0
    ? []
    : [`${wrong.length} events arrived under two ids, first: ${wrong.slice(0, 5).join(", ")}`];
}

/** The far end also counts what arrives a second time, under another id, after later events of its person. */
function outOfOrder(overtaking: number, violations: number): readonly string[] {
  if (overtaking > 0) return [`${overtaking} events overtook an earlier one of their person`];
  return violations > 0 ? [`${violations} repeats came after later events of their person`] : [];
}

/** By our own ids: no event is in the log twice, none has two outcomes of one sync. */
async function doubledRows({ pool, syncId }: ChaosWorld): Promise<readonly string[]> {
  const { rows } = await pool.query<{ readonly what: string; readonly n: number }>(
    `SELECT 'events of one uuid' AS what, count(*) - count(DISTINCT uuid) AS n FROM events
     UNION ALL
     SELECT 'events with two outcomes', count(*) FROM (
       SELECT 1 FROM deliveries WHERE sync_id = $1 GROUP BY "offset" HAVING count(*) > 1) AS two
     UNION ALL
     SELECT 'events of one insert_id', count(*) FROM (
       SELECT 1 FROM events WHERE insert_id ~ '^(event|anonymous|identify|group)-[0-9]+$'
       GROUP BY insert_id HAVING count(*) > 1) AS two`,
    [syncId],
  );
  return rows.filter(({ n }) => n > 0).map(({ what, n }) => `${n} × ${what}`);
}

/** What arrived at Customer.io, by the far end's own count. */
function arrivedSequences({ sandbox }: ChaosWorld): Arrived {
  const { events } = sandbox.workspace();
  return countArrived(events.count, (index) => {
    const { data } = events.read(index);
    if (data === undefined) throw new Error("the sandbox keeps too few events' data for this load");
    return JSON.parse(data) as Numbered;
  });
}

async function sequencesOf({ pool, syncId }: ChaosWorld, outcome: string): Promise<number[]> {
  const { rows } = await pool.query<{ readonly seq: number }>(
    `SELECT coalesce(e.payload::json -> 'event_properties' ->> 'seq', e.payload::json -> 'event_properties' ->> 'once')::int AS seq
     FROM deliveries d JOIN syncs s ON s.id = d.sync_id
     JOIN events e ON e.project_id = s.project_id AND e."offset" = d."offset"
     WHERE d.sync_id = $1 AND d.outcome = $2 AND e.event_type IN ('Song Played', 'Song Liked', 'Page Seen')`,
    [syncId, outcome],
  );
  return rows.map(({ seq }) => seq);
}

async function headOf({ pool, syncId }: ChaosWorld): Promise<number> {
  const { rows } = await pool.query<{ readonly last_offset: number }>(
    "SELECT h.last_offset FROM log_heads h JOIN syncs s ON s.project_id = h.project_id WHERE s.id = $1",
    [syncId],
  );
  return rows[0]?.last_offset ?? 0;
}

/** The schedule spreads over four hours; nobody waits for that here. */
async function retryParkedNow({ pool, syncId }: ChaosWorld): Promise<void> {
  await pool
    .query(
      "UPDATE parked SET retry_at = now() WHERE sync_id = $1 AND retry_at > now() + interval '1 second'",
      [syncId],
    )
    .catch(() => undefined);
}
