import type { FaultRuleInput } from "@/lib/sandbox/faults/fault-rule";
import type { Seeded } from "@/tests/chaos/seeded";
import type { ChaosWorld } from "@/tests/chaos/world";

/** Something that goes wrong; the returned function mends it. */
export interface Fault {
  readonly name: string;
  begin(world: ChaosWorld, random: Seeded): (() => void) | null;
}

const farEnd = (name: string, rule: FaultRuleInput): Fault => ({
  name,
  begin: ({ sandbox }, random) => {
    sandbox.workspace().faults.add({ ...rule, seed: random.between(1, 1_000_000) });
    return () => sandbox.workspace().faults.clear();
  },
});

const kill = (what: "worker" | "web" | "postgres"): Fault => ({
  name: `kill -9 ${what}`,
  begin: (world, random) => {
    world.kill(what, random);
    return null;
  },
});

/** Everything that the delivery decisions promise to survive, in about the proportions of production. */
export const FAULTS: readonly [Fault, ...Fault[]] = [
  kill("worker"),
  kill("worker"),
  kill("web"),
  kill("postgres"),
  {
    name: "freeze a worker for longer than its leases",
    begin: (world, random) => world.freezeWorker(random),
  },
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
  {
    name: "credentials revoked",
    begin: ({ sandbox }) => {
      sandbox.workspace().configure({ api_key: "revoked" });
      return () => sandbox.workspace().configure({ api_key: "sandbox-key" });
    },
  },
];
