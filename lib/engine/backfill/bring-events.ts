import type { IncomingEvent } from "@/lib/engine/pipeline/source/event";
import type { ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { ClaimLost, checkpoint, stopIfAsked } from "@/lib/engine/store/backfill/checkpoint";
import { renewClaim } from "@/lib/engine/store/backfill/claim-backfill";
import { readLaneLeft } from "@/lib/engine/store/backfill/history-lanes";
import { storedFiles } from "@/lib/engine/store/backfill/stored-parts";
import { breather } from "@/lib/platform/breather";
import type { HistoryAppender } from "./append-history";
import type { BackfillPorts } from "./backfill-ports";
import { readHistory } from "./read-history";
import { type HistoryLine, readLines } from "./read-lines";

/** Lines, and bytes of them, whose events go into the log in one transaction: some 50 ms of it. */
const LINES_AT_ONCE = 500;
const CHARS_AT_ONCE = 512 * 1_024;

/** Events that wait in a lane before more are brought: what is behind a destination that is down stays in the files. */
const BACKLOG_MAX = 20_000;
const LOOK_EVERY = 10;
const LOOK_MS = 1_000;

/** Brings the events of all lines into the log, in the order of the files. Goes on where it was broken off. */
export async function bringEvents(
  ports: BackfillPorts,
  claim: ClaimedBackfill,
  appender: HistoryAppender,
): Promise<void> {
  const { pool, clock } = ports;
  const from = { file: claim.atFile, entry: claim.atEntry, line: claim.atLine };
  let batch = new Batch();
  let batches = 0;
  const write = async () => {
    if (batches++ % LOOK_EVERY === 0) await waitForLanes(ports, claim);
    const { place } = batch.last as HistoryLine;
    await appender.append(
      batch.events,
      "added = added + $3, known = known + $4, at_file = $5, at_entry = $6, at_line = $7, lines_done = lines_done + $8",
      [place.file, place.entry, place.line, batch.lines],
    );
    batch = new Batch();
  };
  for await (const group of readLines(await storedFiles(pool, claim.id), from)) {
    for (const line of group) {
      const pause = breather.breathe();
      if (pause !== null) await pause;
      batch.add(line, clock.now());
      if (batch.lines >= LINES_AT_ONCE || batch.chars >= CHARS_AT_ONCE) await write();
    }
  }
  if (batch.last !== null) await write();
  await checkpoint(pool, claim, "phase = 'send'");
}

class Batch {
  readonly events: IncomingEvent[] = [];
  lines = 0;
  chars = 0;
  last: HistoryLine | null = null;

  add(line: HistoryLine, nowMs: number): void {
    this.lines += 1;
    this.chars += line.text?.length ?? 0;
    this.last = line;
    const read = line.text === null ? null : readHistory(line.text, nowMs);
    // What its line says of a person is brought with the users.
    if (read?.ok === true && read.value.event.kind === "event") this.events.push(read.value.event);
  }
}

/** Until the syncs have taken most of what was brought. Rejects with ClaimLost when it is not to go on. */
async function waitForLanes(
  { pool, clock, stop }: BackfillPorts,
  claim: ClaimedBackfill,
): Promise<void> {
  for (;;) {
    stopIfAsked(stop);
    const left = await readLaneLeft(pool, claim, BACKLOG_MAX);
    if (left.every(({ unread, waiting }) => unread + waiting < BACKLOG_MAX)) return;
    if (!(await renewClaim(pool, claim))) throw new ClaimLost(`backfill ${claim.id}`);
    await clock.sleep(LOOK_MS, stop);
  }
}
