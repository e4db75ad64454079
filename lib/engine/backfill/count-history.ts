import type { ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { checkpoint, stopIfAsked } from "@/lib/engine/store/backfill/checkpoint";
import { storedFiles } from "@/lib/engine/store/backfill/stored-parts";
import {
  countPeople,
  type LineFault,
  type SeenPerson,
  writeCounts,
} from "@/lib/engine/store/backfill/write-counts";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { breather } from "@/lib/platform/breather";
import type { BackfillPorts } from "./backfill-ports";
import { type History, readHistory } from "./read-history";
import { type HistoryLine, readLines } from "./read-lines";

/** Lines that are counted in one transaction. */
const LINES_AT_ONCE = 2_000;

/** Customer.io: a younger event may start a campaign. */
const YOUNG_MS = 72 * 3_600_000;

/** Reads all lines once: how many events, of whom, from when, and what cannot be read. Goes on where it was broken off. */
export async function countHistory(ports: BackfillPorts, claim: ClaimedBackfill): Promise<void> {
  const { pool, clock } = ports;
  const from = { file: claim.atFile, entry: claim.atEntry, line: claim.atLine };
  let tally = new Tally(clock.now());
  for await (const group of readLines(await storedFiles(pool, claim.id), from)) {
    for (const line of group) {
      const pause = breather.breathe();
      if (pause !== null) await pause;
      stopIfAsked(ports.stop);
      tally.add(line);
      if (tally.lines < LINES_AT_ONCE) continue;
      await writeCounts(pool, claim, tally.counts(line));
      tally = new Tally(clock.now());
    }
  }
  if (tally.last !== null) await writeCounts(pool, claim, tally.counts(tally.last));
  for (let after: string | null = claim.atPerson; after !== null; ) {
    after = await countPeople(pool, claim, after);
  }
  await checkpoint(
    pool,
    claim,
    "phase = 'ready', at_file = 0, at_entry = 0, at_line = 0, at_person = ''",
    [],
    true,
  );
}

class Tally {
  readonly #nowMs: number;
  readonly #people = new Map<string, SeenPerson>();
  readonly #faults: LineFault[] = [];
  lines = 0;
  last: HistoryLine | null = null;
  #events = 0;
  #young = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  add(line: HistoryLine): void {
    this.lines += 1;
    this.last = line;
    const { text, file, number, fault } = line;
    const read = text === null ? null : readHistory(text, this.#nowMs);
    const message = fault ?? (read?.ok === false ? read.error : null);
    if (message !== null) this.#faults.push({ file, line: number, message });
    if (read?.ok === true) this.#saw(read.value);
  }

  #saw({ event, userProperties }: History): void {
    const { userId, deviceId, timeMs } = event;
    if (event.kind === "event") {
      this.#events += 1;
      if (this.#nowMs - timeMs < YOUNG_MS) this.#young += 1;
      this.#firstMs = Math.min(this.#firstMs, timeMs);
      this.#lastMs = Math.max(this.#lastMs, timeMs);
    }
    if (userId === null && deviceId === null) return;
    const person = userId === null ? `device ${deviceId}` : `user ${userId}`;
    const known = this.#people.get(person);
    const isNewer =
      userProperties !== null &&
      (known === undefined || known.properties === null || timeMs >= known.timeMs);
    if (known !== undefined && !isNewer) return;
    const properties = userProperties === null ? null : stringifyJson(userProperties);
    this.#people.set(person, {
      person,
      userId,
      deviceId: deviceId ?? known?.deviceId ?? null,
      timeMs,
      properties,
    });
  }

  counts({ place }: HistoryLine) {
    return {
      place,
      lines: this.lines,
      events: this.#events,
      young: this.#young,
      firstMs: Number.isFinite(this.#firstMs) ? this.#firstMs : null,
      lastMs: Number.isFinite(this.#lastMs) ? this.#lastMs : null,
      people: [...this.#people.values()],
      faults: this.#faults,
    };
  }
}
