import type { SyncId } from "@/lib/kernel/brand";
import { systemClock } from "@/lib/kernel/clock";
import type { Load } from "@/tests/chaos/load";
import type { ChaosWorld } from "@/tests/chaos/world";
import { type Books, readBooks } from "@/tests/support/books";
import { until } from "@/tests/support/until";

const SETTLE_MS_MAX = 120_000;

/** What is compared at the end; `wrong` says in words what does not agree. */
export interface Verdict {
  readonly accepted: number;
  readonly stored: number;
  readonly arrived: number;
  readonly arrivedTwice: number;
  readonly discarded: number;
  readonly expired: number;
  readonly parked: number;
  readonly orderViolations: number;
  readonly duplicatesRefused: number;
  readonly requests: number;
  readonly settledAfterMs: number;
  readonly wrong: readonly string[];
}

/** Waits until everything in the log is settled, then compares what was promised with what arrived. */
export async function closeTheBooks(world: ChaosWorld, load: Load): Promise<Verdict> {
  const startedMs = systemClock.now();
  const head = await headOf(world);
  const books = await until(
    "everything is settled",
    async () => {
      await retryParkedNow(world);
      const now = await readBooks(world.pool, world.syncId as SyncId).catch(() => null);
      return now !== null && now.read === head && now.parked === 0 && now;
    },
    SETTLE_MS_MAX,
  );
  const workspace = world.sandbox.workspace();
  const arrived = arrivedSequences(world);
  const discarded = await sequencesOf(world, "discarded");
  const expired = await sequencesOf(world, "expired");
  return {
    accepted: load.accepted.size,
    stored: head,
    arrived: arrived.once.size,
    arrivedTwice: arrived.twice,
    discarded: books.discarded,
    expired: books.expired,
    parked: books.parked,
    orderViolations: workspace.stats.orderAttributeViolations,
    duplicatesRefused: workspace.stats.duplicateIds,
    requests: workspace.stats.requests,
    settledAfterMs: systemClock.now() - startedMs,
    wrong: [
      ...wrongSums(books),
      ...lost(load, arrived.once, new Set([...discarded, ...expired])),
      ...(arrived.twice > 0 ? [`${arrived.twice} events arrived under two ids`] : []),
      ...(workspace.stats.orderAttributeViolations > 0
        ? [
            `${workspace.stats.orderAttributeViolations} events overtook an earlier one of their person`,
          ]
        : []),
    ],
  };
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

/** Every `seq` that arrived, by the far end's own count. */
function arrivedSequences({ sandbox }: ChaosWorld): {
  readonly once: ReadonlySet<number>;
  readonly twice: number;
} {
  const { events } = sandbox.workspace();
  const once = new Set<number>();
  let twice = 0;
  for (let index = 0; index < events.count; index++) {
    const { data } = events.read(index);
    if (data === undefined) throw new Error("the sandbox keeps too few events' data for this load");
    const { seq } = JSON.parse(data) as { readonly seq: number };
    if (once.has(seq)) twice += 1;
    once.add(seq);
  }
  return { once, twice };
}

async function sequencesOf({ pool, syncId }: ChaosWorld, outcome: string): Promise<number[]> {
  const { rows } = await pool.query<{ readonly seq: number }>(
    `SELECT (e.payload::json -> 'event_properties' ->> 'seq')::int AS seq
     FROM deliveries d JOIN syncs s ON s.id = d.sync_id
     JOIN events e ON e.project_id = s.project_id AND e."offset" = d."offset"
     WHERE d.sync_id = $1 AND d.outcome = $2 AND e.kind = 'event'`,
    [syncId, outcome],
  );
  return rows.map(({ seq }) => seq);
}

async function headOf({ pool }: ChaosWorld): Promise<number> {
  const { rows } = await pool.query<{ readonly last_offset: number }>(
    "SELECT last_offset FROM log_heads",
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
