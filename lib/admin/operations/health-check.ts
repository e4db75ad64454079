import type { Pool } from "pg";
import { probeAppend } from "@/lib/engine/store/append-probe";
import type { AppendWatch } from "@/lib/engine/store/append-watch";
import { type HealthFacts, readHealthFacts } from "@/lib/engine/store/health-facts";
import type { Clock } from "@/lib/kernel/clock";
import { blocking, type Found, missingWorker, remarks, type Trouble, wrongBooks } from "./trouble";

/** An append that was stored so lately shows by itself that one is possible. */
const STORED_LATELY_MS = 15_000;
/** Anybody may ask, as often as they like: the database is asked this often. */
const KEPT_MS = 1_000;

/** GET /api/ready. */
interface Readiness {
  readonly status: "ready" | "not_ready";
  readonly problems: readonly Trouble[];
}

/** GET /api/health. */
interface Health {
  /** `ok` also with problems that keep nothing from being stored and settled, such as an open breaker. */
  readonly status: "ok" | "unhealthy";
  readonly database: { readonly ok: boolean };
  readonly worker: { readonly ok: boolean; readonly seen_seconds_ago: number | null };
  readonly problems: readonly Trouble[];
}

interface HealthPorts {
  /** The one that appends use. */
  readonly ingestPool: Pool;
  /** Another one, so that facts can be read while the first is taken. */
  readonly pool: Pool;
  readonly appends: AppendWatch;
  readonly clock: Clock;
}

interface Look {
  /** Null when the database does not answer. */
  readonly facts: HealthFacts | null;
  /** What keeps events from being stored or settled. */
  readonly blocking: readonly Trouble[];
  readonly missingWorker: readonly Trouble[];
  readonly wrongBooks: readonly Trouble[];
  readonly remarks: readonly Trouble[];
}

/** What a process with an ingestion says of the product. Neither answer ever rejects. */
export class HealthCheck {
  readonly #ports: HealthPorts;
  /** When a trouble without a known beginning was met first. */
  readonly #met = new Map<string, number>();
  #last: { readonly atMs: number; readonly look: Promise<Look> } | null = null;

  constructor(ports: HealthPorts) {
    this.#ports = ports;
  }

  /** Whether an append and, when a sync is enabled, a settling were possible just now. */
  async ready(): Promise<Readiness> {
    const { facts, blocking, missingWorker } = await this.#look();
    const mustSettle = (facts?.enabled.length ?? 0) > 0;
    const problems = [...blocking, ...(mustSettle ? missingWorker : [])];
    return { status: problems.length === 0 ? "ready" : "not_ready", problems };
  }

  /** Everything that is wrong. */
  async health(): Promise<Health> {
    const { facts, blocking, missingWorker, wrongBooks, remarks } = await this.#look();
    const seen = facts?.workerSeenSecondsAgo ?? null;
    const isWell = blocking.length + missingWorker.length + wrongBooks.length === 0;
    return {
      status: isWell ? "ok" : "unhealthy",
      database: { ok: facts !== null },
      worker: {
        ok: facts !== null && missingWorker.length === 0,
        seen_seconds_ago: seen === null ? null : Math.round(seen),
      },
      problems: [...blocking, ...missingWorker, ...wrongBooks, ...remarks],
    };
  }

  #look(): Promise<Look> {
    const nowMs = this.#ports.clock.now();
    if (this.#last === null || nowMs - this.#last.atMs >= KEPT_MS) {
      this.#last = { atMs: nowMs, look: this.#lookNow() };
    }
    return this.#last.look;
  }

  async #lookNow(): Promise<Look> {
    const { ingestPool, pool, appends, clock } = this.#ports;
    const { storedMs } = appends.facts();
    const isProven = storedMs !== null && clock.now() - storedMs < STORED_LATELY_MS;
    const [facts, whyNoAppend] = await Promise.all([
      readHealthFacts(pool, clock).catch(() => null),
      isProven ? null : probeAppend(ingestPool, clock),
    ]);
    const nowMs = clock.now();
    const found =
      facts === null
        ? { blocking: [NO_DATABASE], missingWorker: [], wrongBooks: [], remarks: [] }
        : {
            blocking: blocking(facts, appends.facts(), whyNoAppend, nowMs),
            missingWorker: missingWorker(facts, nowMs),
            wrongBooks: wrongBooks(facts),
            remarks: remarks(facts, appends.facts(), nowMs),
          };
    const dated = (part: readonly Found[]) => part.map((trouble) => this.#dated(trouble, nowMs));
    this.#forgetBut(Object.values(found).flat());
    return {
      facts,
      blocking: dated(found.blocking),
      missingWorker: dated(found.missingWorker),
      wrongBooks: dated(found.wrongBooks),
      remarks: dated(found.remarks),
    };
  }

  #dated({ sinceMs, ...trouble }: Found, nowMs: number): Trouble {
    const since = sinceMs ?? this.#met.get(keyOf(trouble)) ?? nowMs;
    if (sinceMs === null) this.#met.set(keyOf(trouble), since);
    return { ...trouble, since: new Date(since).toISOString() };
  }

  /** A trouble that is over begins anew when it comes back. */
  #forgetBut(found: readonly Found[]): void {
    const present = new Set(found.map(keyOf));
    for (const key of this.#met.keys()) if (!present.has(key)) this.#met.delete(key);
  }
}

/** Two destinations may have the same trouble, and each its own beginning. */
const keyOf = ({ code, destination_id: of = "" }: Omit<Found, "sinceMs">): string =>
  `${code} ${of}`;

const NO_DATABASE: Found = {
  code: "database_unreachable",
  message: "The database does not answer: check DATABASE_URL and the server",
  sinceMs: null,
};
