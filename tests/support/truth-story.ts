import { fatesOf } from "@/lib/admin/events/fates-of";
import { giveUp } from "@/lib/admin/events/give-up";
import { listDeliveries } from "@/lib/admin/events/list-deliveries";
import { redeliver } from "@/lib/admin/events/redeliver";
import type { Offset } from "@/lib/kernel/brand";
import { REFUSED, TOO_LONG, type TruthLog } from "./truth-log";
import {
  CLAUSE_ROWS,
  expectedOf,
  greaterThan,
  type ModelEvent,
  type ModelSettings,
  planIs,
  row,
  toSettings,
} from "./truth-model";
import { until } from "./until";

// Settings that change, pauses, an outage, a restart, one person's faults, redelivery, lost records: in each part the
// model says at once what should become of its events.

const ALWAYS = row("Always");
const FIRST: ModelSettings = {
  sendEvents: true,
  sendUsers: false,
  rows: [
    ALWAYS,
    ...CLAUSE_ROWS,
    row("Purchase", greaterThan(10), planIs("pro")),
    row("Purchase", planIs("free")),
    row(REFUSED),
    row(TOO_LONG),
  ],
};
const SECOND: ModelSettings = {
  sendEvents: true,
  sendUsers: true,
  rows: [row("_all", planIs("pro"))],
};
const THIRD: ModelSettings = {
  ...SECOND,
  rows: [row("_all", planIs("free")), ALWAYS, row("Stuck")],
};
const FOURTH: ModelSettings = { ...SECOND, rows: [row("Always", greaterThan(10)), row("Stuck")] };

/** What these settings make of an event when the destination answers. */
const under =
  (settings: ModelSettings, version: number) => (event: ModelEvent, plan: string | null) =>
    expectedOf(event, { settings, version, plan, refuses: REFUSED });

/** Tells it with about so many events. Afterwards no worker runs. */
export async function tellStory(log: TruthLog, events: number): Promise<void> {
  const faults = () => log.sandbox.workspace().faults;
  const refuse = () =>
    faults().add({ match: { event: REFUSED }, effect: { only_batch_index: "matched" } });
  const many = (share: number) => log.someEvents(events * share);

  await log.createSync();
  log.startWorker();
  await log.append("before it was enabled", many(0.02), () => ({
    status: "not_streamed",
    reason: "enabled_later",
    version: 2,
  }));

  refuse();
  await log.save({ enabled: true, settings: toSettings(FIRST) });
  const first = await log.append("first settings", many(0.6), under(FIRST, log.version));
  await log.settled(first.length);

  const refused = first.filter((offset) => log.told[offset - 1]?.reason === "refused");
  const [twice, again] = [refused.slice(0, 5), refused.slice(5, 15)];
  await sendAgain(log, twice);
  log.tell(twice, { from: "sent again, refused again", rows: 2 });
  faults().clear();
  await sendAgain(log, again);
  log.tell(again, { from: "sent again by hand", status: "delivered", reason: null, rows: 2 });
  refuse();

  const version = await log.save({ enabled: false });
  const disabled = { status: "not_streamed", reason: "disabled", version };
  await log.append("while it was off", many(0.06), () => disabled);
  await log.save({ name: "Renamed while it was off" });
  await log.save({ enabled: true, settings: toSettings(SECOND) });
  const streams = async (from: string, share: number, settings: ModelSettings) =>
    log.settled((await log.append(from, many(share), under(settings, log.version))).length);
  await streams("other settings", 0.12, SECOND);
  const off = { ...SECOND, sendEvents: false };
  await log.save({ settings: toSettings(off) });
  await streams("events off", 0.02, off);
  const empty = { ...SECOND, rows: [] };
  await log.save({ settings: toSettings(empty) });
  await streams("no rows", 0.02, empty);

  await log.save({ enabled: false });
  const missed = await log.append(
    "missed, sent after all",
    many(0.04),
    under(THIRD, log.version + 1),
  );
  await log.save({ enabled: true, settings: toSettings(THIRD) }, true);
  await log.settled(missed.length);

  faults().clear();
  faults().add({ effect: { status: 503 } });
  const during = await log.append("an outage and a restart", many(0.04), under(THIRD, log.version));
  await outage(log, during[0] ?? 0);
  await log.stopWorker();
  log.startWorker();
  faults().clear();
  refuse();
  await log.settled(during.length);
  await onePersonsFaults(log);

  await log.stopWorker();
  await log.append("after the last worker", many(0.02), () => ({ status: "not_read" }));
  const lost = first
    .filter((offset) => log.told[offset - 1]?.status !== "filtered")
    .slice(-Math.ceil(events / 200));
  await log.pool.query('DELETE FROM deliveries WHERE sync_id = $1 AND "offset" = ANY($2)', [
    log.syncId,
    lost,
  ]);
  log.tell(lost, { from: "records lost", status: "no_longer_retained", reason: null, rows: 0 });
}

/** While it lasts, an event that is not read says what keeps the sync from it. */
async function outage(log: TruthLog, offset: number): Promise<void> {
  await until("the breaker is open", async () => {
    log.worker?.worker.wakeAll();
    return (await log.ctx.db.breaker.count()) > 0;
  });
  const fates = await fatesOf(log.ctx, log.projectId, [{ offset: offset as Offset }]);
  const [fate] = fates.get(offset as Offset) ?? [];
  if (fate?.status !== "not_read" || fate.reason !== "server_error") {
    throw new Error(`in the outage: ${fate?.status} ${fate?.reason}`);
  }
}

async function onePersonsFaults(log: TruthLog): Promise<void> {
  const faults = log.sandbox.workspace().faults;
  const poison = (...people: string[]) => {
    faults.clear();
    for (const person of people) faults.add({ match: { person }, effect: { status: 500 } });
  };
  const people = ["mended", "given-up", "used-up", "changed", "stuck"];
  poison(...people);
  const told = under(THIRD, log.version);
  const places: (readonly number[])[] = [];
  for (const person of people) {
    // Beside each of them others are accepted: the destination is well.
    const events = [...["ann-1", "bob-1", "cleo-1"].map(always), ...Array(3).fill(always(person))];
    const offsets = await log.append("beside one person's faults", events, told);
    places.push(offsets.slice(3));
    await log.settled(offsets.length, 3 * places.length, []);
  }
  const threeOf = (at: number) => places[at] ?? [];

  poison("given-up", "used-up", "changed", "stuck");
  await log.settled(0, 12, threeOf(0));
  log.tell(threeOf(0), { from: "waited, delivered" });

  await giveUp(log.ctx, { syncId: log.syncId, offsets: [...threeOf(1)] });
  log.tell(threeOf(1), { from: "given up", status: "discarded", reason: "given_up" });

  await log.pool.query('UPDATE parked SET tries = 9 WHERE sync_id = $1 AND "offset" = $2', [
    log.syncId,
    threeOf(2)[0],
  ]);
  await log.settled((await log.append("bystanders", [always("bystander-1")], told)).length, 9, []);
  await log.settled(0, 8, threeOf(2).slice(0, 1));
  const usedUp = { from: "out of attempts", status: "expired", reason: "server_error" };
  log.tell(threeOf(2).slice(0, 1), usedUp);
  poison("changed", "stuck");
  await log.settled(0, 6, threeOf(2));
  log.tell(threeOf(2).slice(1), { from: "waited behind, delivered" });

  const version = await log.save({ settings: toSettings(FOURTH) });
  await log.settled(0, 3, threeOf(3));
  log.tell(threeOf(3), {
    from: "waited, filtered",
    status: "filtered",
    reason: "no_row_matches",
    version,
    row: "A",
    clause: { property: "ep:x", op: "greater", actual: 5 },
    rows: 1,
  });
  const [first = 0, ...behind] = threeOf(4);
  log.tell([first], { from: "waiting", status: "waiting", reason: "server_error", rows: 0 });
  log.tell(behind, {
    from: "waiting behind",
    status: "waiting",
    reason: "behind_person",
    behind: first,
    rows: 0,
  });
}

/** Of the one who is stuck: selected by all settings. */
const always = (user: string): ModelEvent => ({
  kind: "event",
  name: user === "stuck" ? "Stuck" : "Always",
  user,
  device: `phone-of-${user}`,
  properties: { x: 5 },
  plan: null,
});

async function sendAgain(log: TruthLog, offsets: readonly number[]): Promise<void> {
  const { ctx, syncId } = log;
  const filter = { reason: "refused", limit: 200, sort: "oldest" as const };
  const { items } = await listDeliveries(ctx, { syncId, ...filter });
  const ids = items.filter(({ offset }) => offsets.includes(offset)).map(({ id }) => id);
  await redeliver(ctx, { syncId, ids });
  await log.settled(0);
}
