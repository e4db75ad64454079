import { type Delivered, type DeliverPorts, deliver } from "@/lib/engine/pipeline/deliver/deliver";
import { Item } from "@/lib/engine/pipeline/deliver/item";
import { packItems } from "@/lib/engine/pipeline/deliver/pack";
import type { DueEvent, ParkingLot } from "@/lib/engine/pipeline/deliver/parking-lot";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import { positionsAfter } from "@/lib/engine/pipeline/log/shared-pages";
import type { SettlementStore } from "@/lib/engine/pipeline/record/settlement";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Planner } from "@/lib/engine/pipeline/transform/plan";
import { prepare } from "@/lib/engine/pipeline/transform/prepare";
import type { Offset, PersonId, ProjectId, Shard, SyncId } from "@/lib/kernel/brand";
import type { Prepared } from "./ports";
import { type Entry, settlementOf } from "./settle-turn";

// The engine: read → select → map → pack → send → settle, once. A crash before the settling sends the same events
// again under the same ids; a crash after it means nothing.

/** One shard that this worker holds: `position` moves with every settled turn. */
export interface StreamCursor {
  readonly shard: Shard;
  readonly token: number;
  position: Offset;
  /** Nothing is read any more; what is parked is still tried. */
  idle?: boolean;
}

/** One sync with the shards that are ours. */
interface Stream {
  readonly projectId: ProjectId;
  readonly syncId: SyncId;
  readonly syncVersion: number;
  readonly cursors: readonly StreamCursor[];
  /** False when it is known that nothing is parked in these shards: then nothing is asked. */
  readonly mayHaveParked: boolean;
  /** Events read in one turn at most. */
  readonly eventsMax: number;
  /** After an outage: only the first event of each shard, each by itself, to see whether the destination is well. */
  readonly trial: boolean;
}

interface RunPorts extends DeliverPorts {
  readonly log: EventLog;
  readonly store: SettlementStore;
  readonly parking: ParkingLot;
  /** What the sync's settings ask of an event. */
  readonly planner: Planner;
  /** Called around the preparing of each event; may put another result in its place. */
  readonly watch: (event: Event, prepare: () => Prepared) => Prepared;
}

/** What a turn did. */
export interface Turn {
  /** Events read from the log and from the parking lot; 0: there was nothing to do. */
  readonly read: number;
  readonly settled: number;
  readonly parked: number;
  readonly requests: number;
  /** Of a trial that was not stopped: the destination took something, or there was nothing it could refuse. */
  readonly wentWell: boolean;
}

/** Above this share of its limit a page is taken for one of many: the next is read while this one is sent. */
const READ_AHEAD_SHARE = 0.5;

/** With so many people's events failing in a trial, and nothing accepted, it is the destination that is unwell. */
const TRIAL_PEOPLE = 3;

/**
 * One turn. Rejects with LeaseLost when the shards are no longer ours, and with whatever the database says; in both
 * cases nothing is settled. When `stop` aborts, what was answered is settled and the rest is left unread.
 */
export async function runOnce(stream: Stream, ports: RunPorts): Promise<Turn> {
  const due = await dueEvents(stream, ports);
  const events = await readPage(stream, ports);
  const readMs = ports.clock.now();
  if (events.length + due.length === 0) {
    return { read: 0, settled: 0, parked: 0, requests: 0, wentWell: true };
  }

  await loadPeople([...due.map(({ event }) => event), ...events], ports);
  const waiting = await whoWaits(stream, events, ports);
  const entries = await oneByOne(
    [
      ...due.map((parked) => () => prepareDue(parked, ports)),
      ...events.map((event) => () => prepareRead(event, waiting, ports)),
    ],
    ports,
  );
  const items = entries
    .map(({ result }) => result)
    .filter((result) => result instanceof Item && result.parking === null);
  const delivered = await send(stream, items as readonly Item[], ports);

  const settlement = settlementOf(stream, entries, ports.clock.now());
  if (settlement.moves.length + delivered.requests.length > 0) {
    await ports.store.settle({ ...settlement, readMs, requests: delivered.requests });
    for (const cursor of stream.cursors) {
      const move = settlement.moves.find(({ shard }) => shard === cursor.shard);
      if (move !== undefined) cursor.position = move.position;
    }
  }
  return {
    read: entries.length,
    settled: settlement.settled.length,
    parked: settlement.parked.length,
    requests: delivered.requests.length,
    wentWell: delivered.wentWell,
  };
}

/** Most syncs look at no user property at all. */
async function loadPeople(events: readonly Event[], ports: RunPorts): Promise<void> {
  const { userPropertiesRead } = ports.planner;
  if (userPropertiesRead.length > 0) await ports.log.loadUserProperties(events, userPropertiesRead);
}

/** The next events; when there are many, those behind them are asked for already, for the turn after this one. */
async function readPage(stream: Stream, { log }: RunPorts): Promise<readonly Event[]> {
  const { projectId, eventsMax, trial } = stream;
  const cursors = stream.cursors.filter(({ idle }) => idle !== true);
  if (cursors.length === 0) return [];
  const limit = trial ? 1 : Math.ceil(eventsMax / cursors.length);
  const events = await log.read(projectId, cursors, limit);
  if (!trial && events.length >= eventsMax * READ_AHEAD_SHARE) {
    log.read(projectId, positionsAfter(cursors, events), limit).catch(() => undefined);
  }
  return events;
}

const dueEvents = async (stream: Stream, ports: RunPorts): Promise<readonly DueEvent[]> =>
  stream.mayHaveParked && !stream.trial
    ? ports.parking.due(
        { ...stream, shards: stream.cursors.map(({ shard }) => shard) },
        ports.clock.now(),
      )
    : [];

/** Parked events go by the settings of now, as everything does. */
function prepareDue({ event, tries, ...wasParked }: DueEvent, ports: RunPorts): Entry {
  const prepared = prepareWatched(event, ports);
  const spent = { tries, ...wasParked };
  const result = prepared.kind === "ready" ? new Item(event, prepared, spent) : prepared;
  return { event, result, wasParked };
}

const prepareWatched = (event: Event, { planner, destination, watch }: RunPorts): Prepared =>
  watch(event, () => prepare(event, planner, destination));

/** Prepares one after the other, and lets others have their turn between. */
async function oneByOne(
  steps: readonly (() => Entry)[],
  { breathe }: RunPorts,
): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const step of steps) {
    const pause = breathe();
    if (pause !== null) await pause;
    entries.push(step());
  }
  return entries;
}

const whoWaits = async (
  stream: Stream,
  events: readonly Event[],
  { parking }: RunPorts,
): Promise<ReadonlySet<PersonId>> =>
  stream.mayHaveParked && events.length > 0
    ? await parking.waiting(stream.syncId, [...new Set(events.map(({ personId }) => personId))])
    : new Set();

/** New events of a person who has parked ones MUST wait behind them. */
function prepareRead(event: Event, waiting: ReadonlySet<PersonId>, ports: RunPorts): Entry {
  const prepared = prepareWatched(event, ports);
  if (prepared.kind !== "ready") return { event, result: prepared, wasParked: null };
  const item = new Item(event, prepared);
  if (waiting.has(event.personId)) item.parkBehind();
  return { event, result: item, wasParked: null };
}

async function send(
  stream: Stream,
  items: readonly Item[],
  ports: RunPorts,
): Promise<Delivered & { readonly wentWell: boolean }> {
  if (!stream.trial) {
    return Object.assign(await deliver(packItems(items, ports.destination), ports), {
      wentWell: true,
    });
  }
  const lanes = items.flatMap((item) => packItems([item], ports.destination));
  const delivered = await deliver(lanes, ports);
  const wentWell =
    delivered.answered > 0 || (!ports.stop.aborted && delivered.parkedPeople.size < TRIAL_PEOPLE);
  if (!wentWell) for (const item of items) item.unpark();
  return Object.assign(delivered, { wentWell });
}
