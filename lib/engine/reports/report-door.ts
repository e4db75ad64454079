import { CONNECTORS } from "@/lib/engine/connectors/registry";
import type { Report, ReportFault, ReportReader } from "@/lib/engine/connectors/report";
import { jsonAnswer } from "@/lib/engine/ingest/answers/answer";
import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";
import type { Ingest, IngestRequest } from "@/lib/engine/ingest/ingest";
import { createKeyLookup, type FindByKey } from "@/lib/engine/ingest/key-lookup";
import type { ReportedSync } from "@/lib/engine/store/reports";
import { storedSecrets } from "@/lib/engine/store/stored-sync";
import type { SyncId } from "@/lib/kernel/brand";
import type { Clock } from "@/lib/kernel/clock";
import { Secret } from "@/lib/kernel/secret";
import type { Cipher } from "@/lib/platform/crypto/cipher";

// What destinations say back: signature → row → 200. Nothing is understood on the way: a destination waits seconds, and
// may hold back all that follows while one report is refused. So a signed report is never refused for what it says.

const PATH = /^\/hooks\/([a-z][a-z0-9_]*)\/(\d{1,9})\/?$/;
/** A report may carry the message itself. */
const BODY_BYTES_MAX = 4 * 1_048_576;

interface ReportDoorDeps {
  readonly findSync: FindByKey<ReportedSync>;
  /** Resolves when the report is committed. */
  readonly keep: (sync: ReportedSync, report: Report, body: string, nowMs: number) => Promise<void>;
  /** A report was not let in. MUST cost nothing: a stranger may call it as often as they like. */
  readonly refused: (sync: SyncId, why: ReportFault) => void;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly budget: Ingest["budget"];
  readonly report: (error: unknown) => void;
}

const WHY: Readonly<Record<ReportFault, string>> = {
  no_key: "No signing key is entered for this destination: nothing can be checked",
  unsigned: "The request is not signed",
  forged: "The signature is not made with this destination's signing key",
  stale: "The request was signed too long ago",
};

/** The handler of `/hooks/{partner}/{destination_id}` of every connector that reads reports. */
export function createReportDoor(deps: ReportDoorDeps): Ingest {
  const { cipher, clock } = deps;
  const syncs = createKeyLookup(deps.findSync, clock);

  async function receive(request: IngestRequest) {
    const [, partner = "", id = ""] = PATH.exec(request.path) ?? [];
    const reader = readerOf(partner);
    if (request.method !== "POST") return refusal(405, "Reports are posted");
    const sync = await syncs.find(id);
    if (reader === undefined || sync?.partner !== partner)
      return refusal(404, "There is no such destination");
    const nowMs = clock.now();
    const key = storedSecrets(sync, cipher)[reader.keyParameter];
    const fault = reader.check(request, key === undefined ? undefined : new Secret(key), nowMs);
    if (fault !== null) {
      deps.refused(sync.id, fault);
      return refusal(401, WHY[fault]);
    }
    const body = Buffer.from(request.body).toString("utf8");
    // MUST be awaited: after 200 nobody sends it again.
    await deps.keep(sync, reader.read(body), body, nowMs);
    return jsonAnswer(200, "{}");
  }

  return {
    budget: deps.budget,
    bodyBytesMax: (path) =>
      readerOf(PATH.exec(path)?.[1] ?? "") === undefined ? null : BODY_BYTES_MAX,
    refuse: (_path, kind) => toJsonAnswer({ kind }),
    handle: async (request) => {
      try {
        return await receive(request);
      } catch (error) {
        deps.report(error);
        return toJsonAnswer({ kind: "unavailable" });
      }
    },
  };
}

const readerOf = (partner: string): ReportReader | undefined =>
  CONNECTORS.find(({ definition }) => definition.partner === partner)?.reports;

const refusal = (status: number, error: string) =>
  jsonAnswer(status, `{"code":${status},"error":"${error}"}`);
