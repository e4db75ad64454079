import type { Clock } from "@/lib/kernel/clock";
import { FaultBook } from "@/sandbox/faults/fault-book";
import { ReportingWebhooks } from "@/sandbox/reporting/reporting-webhooks";
import type { Activity, ActivityType } from "@/sandbox/state/activity";
import { Anonymous } from "@/sandbox/state/anonymous";
import { EventStore } from "@/sandbox/state/event-store";
import { People } from "@/sandbox/state/people";
import { InFlight } from "./in-flight";
import type { Finding, LintCode, LintEntry } from "./lint";
import type { WorkspaceConfig } from "./options";
import type { RequestRecord } from "./request-log";
import { Ring } from "./ring";
import { SandboxClock } from "./sandbox-clock";
import { increment, Stats } from "./stats";
import { TokenBucket } from "./token-bucket";

const LOG_ENTRIES_MAX = 2_000;

/** One Customer.io workspace: its settings, its state, and everything that is recorded about its callers. */
export class Workspace {
  config: WorkspaceConfig;
  readonly base: Clock;
  readonly clock: SandboxClock;
  readonly inFlight = new InFlight();
  readonly faults: FaultBook;
  readonly reporting: ReportingWebhooks;
  people = new People(() => this.config.mode);
  anonymous = new Anonymous();
  events: EventStore;
  stats = new Stats();
  activity = new Ring<Activity>(LOG_ENTRIES_MAX);
  lint = new Ring<LintEntry>(LOG_ENTRIES_MAX);
  lintCounts = new Map<string, number>();
  requests: Ring<RequestRecord>;
  #limiter: TokenBucket | undefined;

  constructor(config: WorkspaceConfig, base: Clock) {
    this.config = config;
    this.base = base;
    this.clock = new SandboxClock(base);
    this.faults = new FaultBook(base);
    this.reporting = new ReportingWebhooks(base, () => this.config.webhook_signing_key);
    this.events = new EventStore(config.keep_event_data);
    this.requests = new Ring(config.keep_requests);
    this.#applyRateLimit();
  }

  configure(changes: Partial<WorkspaceConfig>): void {
    const before = this.config;
    this.config = { ...before, ...changes };
    if (this.config.keep_requests !== before.keep_requests) {
      this.requests = new Ring(this.config.keep_requests);
    }
    if (changes.rate_limit !== undefined) this.#applyRateLimit();
  }

  /** Empties state, logs, counters and faults; settings and credentials stay. */
  reset(): void {
    this.people = new People(() => this.config.mode);
    this.anonymous = new Anonymous();
    this.events = new EventStore(this.config.keep_event_data);
    this.stats = new Stats();
    this.activity.clear();
    this.lint.clear();
    this.lintCounts = new Map();
    this.requests = new Ring(this.config.keep_requests);
    this.inFlight.resetMaxima();
    this.faults.clear();
    this.clock.release();
    this.#applyRateLimit();
  }

  /** Whether the request is within the rate, by a fault's limiter or by the configured one. */
  withinRate(): boolean {
    const limiter = this.faults.limiter ?? this.#limiter;
    return limiter === undefined || limiter.take(this.base.now());
  }

  note(type: ActivityType, who: string, detail = ""): void {
    this.activity.push({ at: this.clock.now(), type, who, detail });
  }

  report(record: RequestRecord, finding: Finding): void {
    increment(this.lintCounts, finding.code);
    if (!record.lint.includes(finding.code)) record.lint.push(finding.code);
    this.lint.push({ ...finding, request: record.number, at: record.at });
  }

  reportAs(record: RequestRecord, code: LintCode, field: string, detail = ""): void {
    this.report(record, { code, field, detail });
  }

  #applyRateLimit(): void {
    const rate = this.config.rate_limit;
    this.#limiter = rate === null ? undefined : new TokenBucket(rate, this.base.now());
  }
}
