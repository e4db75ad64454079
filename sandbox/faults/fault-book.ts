import type { Clock } from "@/lib/kernel/clock";
import { seededRandom } from "@/sandbox/random";
import { TokenBucket } from "@/sandbox/token-bucket";
import {
  type FaultEffect,
  type FaultRule,
  type FaultRuleInput,
  faultRuleSchema,
} from "./fault-rule";
import { matches, operationMatches, type Subject } from "./matches";

interface Entry {
  readonly rule: FaultRule;
  readonly random: () => number;
  matched: number;
  fired: number;
}

/** A rule that acts on a request, with its chances already drawn. */
export interface FiredFault {
  readonly name: string;
  readonly effect: FaultEffect;
  readonly delayMs: number;
  /** Indexes of a batch that are to be refused; undefined when the rule is not about operations. */
  readonly refuses: ((index: number, operation: unknown) => boolean) | undefined;
}

/** The fault rules of a workspace. The first rule that matches and is due acts; the others are not asked. */
export class FaultBook {
  readonly #base: Clock;
  #entries: Entry[] = [];
  #limiter: TokenBucket | undefined;
  #revokedKey: string | undefined;

  constructor(base: Clock) {
    this.#base = base;
  }

  get limiter(): TokenBucket | undefined {
    return this.#limiter;
  }

  get isQuiet(): boolean {
    return this.#entries.length === 0;
  }

  add(input: FaultRuleInput): void {
    const rule = faultRuleSchema.parse(input);
    this.#entries.push({ rule, random: seededRandom(rule.seed ?? 1), matched: 0, fired: 0 });
  }

  /** From now on requests are limited for real, whatever the workspace's configured rate. */
  limitTo(perSecond: number): void {
    this.#limiter = new TokenBucket(perSecond, this.#base.now());
  }

  /** This key is refused from now on; another one that is configured works. */
  revoke(apiKey: string): void {
    this.#revokedKey = apiKey;
  }

  isRevoked(apiKey: string): boolean {
    return this.#revokedKey === apiKey;
  }

  /** The rule at this place of the list, which the others keep. */
  remove(index: number): void {
    this.#entries = this.#entries.filter((_, at) => at !== index);
  }

  clear(): void {
    this.#entries = [];
    this.#limiter = undefined;
    this.#revokedKey = undefined;
  }

  list() {
    return {
      rules: this.#entries.map(({ rule, matched, fired }) => ({ ...rule, matched, fired })),
      rate_limit: this.#limiter?.perSecond ?? null,
      key_revoked: this.#revokedKey !== undefined,
    };
  }

  fire(subject: Subject): FiredFault | undefined {
    for (const entry of this.#entries) {
      if (matches(entry.rule.match, subject) && isDue(entry)) return draw(entry);
    }
    return undefined;
  }
}

function isDue(entry: Entry): boolean {
  const { nth, every, probability, times } = entry.rule.match;
  if (times !== undefined && entry.fired >= times) return false;
  entry.matched++;
  if (nth !== undefined && entry.matched !== nth) return false;
  if (every !== undefined && entry.matched % every !== 0) return false;
  if (probability !== undefined && entry.random() >= probability) return false;
  entry.fired++;
  return true;
}

function draw(entry: Entry): FiredFault {
  const { effect, name } = entry.rule;
  const jitter = effect.jitter_ms === undefined ? 0 : Math.floor(entry.random() * effect.jitter_ms);
  return {
    name: name ?? "rule",
    effect,
    delayMs: (effect.delay_ms ?? 0) + jitter,
    refuses: refusal(entry),
  };
}

function refusal(entry: Entry): FiredFault["refuses"] {
  const { only_batch_index: only, fail_share: share } = entry.rule.effect;
  if (share !== undefined) return () => entry.random() < share;
  if (only === undefined) return undefined;
  if (only === "matched") return (_, operation) => operationMatches(entry.rule.match, operation);
  const indexes = new Set([only].flat());
  return (index) => indexes.has(index);
}
