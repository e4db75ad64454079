import { AMPLITUDE_DEFAULTS, type AmplitudeConfig } from "@/sandbox/amplitude/amplitude-config";
import type { FaultRuleInput } from "@/sandbox/faults/fault-rule";
import { HOSTILE_CLIENTS } from "@/tests/support/hostile/hostile-clients";
import { saysCommitted, type TcpProxy } from "@/tests/support/tcp-proxy";
import { readEverything } from "./backup";
import { type Clocked, DAY_MS, HOUR_MS } from "./clocks";
import type { Seeded } from "./seeded";
import type { ChaosWorld } from "./world";

/** Something that goes wrong; the returned function mends it. */
export interface Fault {
  /** A line of the report's table. */
  readonly kind:
    | "process killed or frozen"
    | "connection to the database"
    | "connection to the far end"
    | "the far end's answers"
    | "clock"
    | "backup"
    | "hostile client";
  readonly name: string;
  begin(world: ChaosWorld, random: Seeded): (() => void) | null;
}

const farEnd = (name: string, rule: FaultRuleInput): Fault => ({
  kind: "the far end's answers",
  name,
  begin: ({ sandbox }, random) => {
    sandbox.workspace().faults.add({ ...rule, seed: random.between(1, 1_000_000) });
    return () => sandbox.workspace().faults.clear();
  },
});

const amplitude = (name: string, changes: Partial<AmplitudeConfig>): Fault => ({
  kind: "the far end's answers",
  name: `Amplitude: ${name}`,
  begin: ({ sandbox }) => {
    sandbox.amplitude.configure(changes);
    const { keep_events } = sandbox.amplitude.config;
    return () => sandbox.amplitude.configure({ ...AMPLITUDE_DEFAULTS, keep_events });
  },
});

const kill = (what: "worker" | "web" | "postgres"): Fault => ({
  kind: "process killed or frozen",
  name: `kill -9 ${what}`,
  begin: (world, random) => {
    world.kill(what, random);
    return null;
  },
});

type Connection = "connection to the database" | "connection to the far end";

const network = (kind: Connection, name: string, spoil: (proxy: TcpProxy) => void): Fault => ({
  kind,
  name: `${kind}: ${name}`,
  begin: ({ databaseProxy, farEndProxy }) => {
    const proxy = kind === "connection to the database" ? databaseProxy : farEndProxy;
    spoil(proxy);
    return () => proxy.pass();
  },
});

const networks = (kind: Connection): readonly Fault[] => [
  network(kind, "silent", (proxy) => proxy.silence()),
  network(kind, "slow", (proxy) => proxy.slow(150)),
  network(kind, "half open", (proxy) => proxy.halfOpen()),
  network(kind, "cut", (proxy) => proxy.cut()),
];

const SHIFTS = [
  ["an hour ahead", HOUR_MS],
  ["an hour behind", -HOUR_MS],
  ["30 days ahead", 30 * DAY_MS],
  ["30 days behind", -30 * DAY_MS],
] as const;

const clock = (whose: Clocked): readonly Fault[] =>
  SHIFTS.map(([name, shiftMs]) => ({
    kind: "clock",
    name: `clock of ${whose} ${name}`,
    begin: ({ clocks }) => {
      clocks.set(whose, shiftMs);
      return () => clocks.set(whose, 0);
    },
  }));

const hostile: Fault = {
  kind: "hostile client",
  name: "a hostile client",
  begin: ({ product, apiKey }, random) => {
    const client = random.pick(HOSTILE_CLIENTS);
    void client.strike({ port: product.port, apiKey }, random.between(1, 1_000_000));
    return null;
  },
};

/** Everything that the delivery decisions promise to survive, in about the proportions of production. */
export const FAULTS: readonly Fault[] = [
  kill("worker"),
  kill("worker"),
  kill("web"),
  kill("postgres"),
  {
    kind: "process killed or frozen",
    name: "freeze a worker for longer than its leases",
    begin: (world, random) => {
      world.freezeWorker(random);
      return null;
    },
  },
  ...networks("connection to the database"),
  {
    kind: "connection to the database",
    name: "connection to the database: cut after a commit",
    begin: ({ databaseProxy }) => {
      void databaseProxy.cutAfter(saysCommitted);
      return null;
    },
  },
  ...networks("connection to the far end"),
  ...clock("web"),
  ...clock("worker"),
  ...clock("database"),
  {
    kind: "backup",
    name: "a backup that reads every table while partitions change",
    begin: ({ pool }, random) => readEverything(pool, random.between(0, 300)),
  },
  hostile,
  hostile,
  hostile,
  farEnd("503 for all", { effect: { status: 503 } }),
  farEnd("503 for a third", { match: { probability: 0.3 }, effect: { status: 503 } }),
  farEnd("429 for a while", { match: { times: 8 }, effect: { status: 429 } }),
  farEnd("HTML 502", { effect: { status: 502, body: "<html>Bad gateway</html>" } }),
  farEnd("cut before it is applied", { match: { every: 2 }, effect: { drop: "before" } }),
  farEnd("cut after it was applied", { match: { every: 2 }, effect: { drop: "after_apply" } }),
  farEnd("cut in the middle of the answer", { match: { every: 3 }, effect: { drop: "mid_body" } }),
  farEnd("slow answers", { effect: { delay_ms: 200, jitter_ms: 600, delay_at: "answer" } }),
  // Customer.io refuses what is invalid, the same thing each time it is sent: never by chance.
  farEnd("one person's operations refused", {
    match: { person: "user-2-5" },
    effect: { only_batch_index: "matched" },
  }),
  farEnd("one person's data crashes the far end", {
    match: { person: "user-1-3" },
    effect: { status: 500 },
  }),
  amplitude("503, and taken all the same", {
    fail: { status: 503, times: 6, after_apply: true },
  }),
  amplitude("502 for a while", { fail: { status: 502, times: 6, after_apply: false } }),
  amplitude("429 for whoever sends more than 20 events per second", { eps_threshold: 20 }),
  amplitude("413 beyond 20 KB", { body_bytes_max: 20_000 }),
  amplitude("key revoked", { api_key: "another-key" }),
  {
    kind: "the far end's answers",
    name: "credentials revoked",
    begin: ({ sandbox }) => {
      sandbox.workspace().configure({ api_key: "revoked" });
      return () => sandbox.workspace().configure({ api_key: "sandbox-key" });
    },
  },
];
