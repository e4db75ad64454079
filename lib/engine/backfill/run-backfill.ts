import type { BackfillPhase, ClaimedBackfill } from "@/lib/engine/store/backfill/backfill-row";
import { ClaimLost, checkpoint, stopIfAsked } from "@/lib/engine/store/backfill/checkpoint";
import { failClaim, releaseClaim, renewClaim } from "@/lib/engine/store/backfill/claim-backfill";
import { openLanes, readLaneLeft, setLanesIdle } from "@/lib/engine/store/backfill/history-lanes";
import { inTransaction } from "@/lib/platform/postgres/pool";
import { HistoryAppender } from "./append-history";
import type { BackfillPorts } from "./backfill-ports";
import { BackfillFailed, BackfillWaits } from "./backfill-trouble";
import { bringEvents } from "./bring-events";
import { bringUsers } from "./bring-users";
import { countHistory } from "./count-history";
import { fetchHours } from "./fetch-hours";

const RENEW_MS = 4_000;
/** After trouble that is nobody's fault. */
const AGAIN_SECONDS = 5;
const LOOK_MS = 1_000;
/** By a process that ends: another goes on at once. Where the claim was lost nothing is written. */
const GIVEN_BACK = { message: "", seconds: 0 };

/**
 * Carries a claimed backfill as far as it goes: to the end of its counting, or of all. A process that dies in the middle
 * loses nothing: whoever claims it next goes on at the last place that was written.
 */
export async function runBackfill(ports: BackfillPorts, claim: ClaimedBackfill): Promise<void> {
  const ended = new AbortController();
  const renewing = renew(ports, claim, ended.signal);
  try {
    await goOn(ports, claim);
  } catch (error) {
    if (error instanceof ClaimLost) return await releaseClaim(ports.pool, claim, GIVEN_BACK);
    if (error instanceof BackfillWaits) return await releaseClaim(ports.pool, claim, error);
    if (error instanceof BackfillFailed) return await failClaim(ports.pool, claim, error.message);
    const message = error instanceof Error ? error.message : String(error);
    await releaseClaim(ports.pool, claim, { message, seconds: AGAIN_SECONDS });
    throw error;
  } finally {
    ended.abort();
    await renewing;
  }
}

async function renew({ pool, clock }: BackfillPorts, claim: ClaimedBackfill, ended: AbortSignal) {
  while (!ended.aborted) {
    await clock.sleep(RENEW_MS, ended);
    if (!ended.aborted) await renewClaim(pool, claim).catch(() => undefined);
  }
}

/** One phase after the other; what follows a phase begins at its beginning. */
async function goOn(ports: BackfillPorts, first: ClaimedBackfill): Promise<void> {
  let claim = first;
  const enter = (phase: BackfillPhase) => {
    claim = { ...claim, phase, atFile: 0, atEntry: 0, atLine: 0, atPerson: "" };
  };
  if (claim.phase === "fetch") {
    await fetchHours(ports, claim);
    enter("count");
  }
  if (claim.phase === "count") return countHistory(ports, claim);
  const appender = new HistoryAppender(ports, claim);
  if (claim.phase === "ready") {
    await start(ports, claim);
    enter("users");
  }
  if (claim.phase === "users") {
    await bringUsers(ports, claim, appender);
    enter(claim.usersOnly ? "send" : "events");
  }
  if (claim.phase === "events") {
    await bringEvents(ports, claim, appender);
    enter("send");
  }
  await hearOut(ports, claim);
}

/** Opens the lanes of its syncs at the head, and begins. */
const start = ({ pool }: BackfillPorts, claim: ClaimedBackfill): Promise<void> =>
  inTransaction(pool, async (client) => {
    await openLanes(client, claim);
    await checkpoint(
      client,
      claim,
      `phase = 'users', started_at = now(), log_offset = (
         SELECT last_offset FROM log_heads WHERE log_heads.project_id = backfills.project_id)`,
    );
  });

/** Until all of its syncs have sent what goes on to them. */
async function hearOut(ports: BackfillPorts, claim: ClaimedBackfill): Promise<void> {
  const { pool, clock, stop } = ports;
  for (;;) {
    stopIfAsked(stop);
    const left = await readLaneLeft(pool, claim, 1);
    if (left.every(({ unread, waiting }) => unread + waiting === 0)) return finish(ports, claim);
    if (!(await renewClaim(pool, claim))) return;
    await clock.sleep(LOOK_MS, stop);
  }
}

const finish = ({ pool }: BackfillPorts, claim: ClaimedBackfill): Promise<void> =>
  inTransaction(pool, async (client) => {
    await checkpoint(
      client,
      claim,
      "status = 'success', completed_at = now(), secrets = ''",
      [],
      true,
    );
    const { text, values } = setLanesIdle(claim.destinations, true);
    await client.query(text, values);
  });
