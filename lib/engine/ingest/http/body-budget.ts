// The memory that bodies may take in one process, from first byte to answer. A stranger with slow or many uploads gets a
// share of it: small bodies keep a part of their own, and for want of room the slowest upload ends, never the newcomer.

interface BodyLimits {
  /** All bodies together. */
  readonly bytesMax: number;
  /** The part of it that only small bodies may fill. */
  readonly smallBytesMin: number;
  /** Of the part for large bodies, what those of one client may hold; a single body may be larger. */
  readonly clientBytesMax: number;
}

/** Three Batch uploads of 20 MB, and a hundred small bodies at the same time. */
const LIMITS: BodyLimits = {
  bytesMax: 64 * 1_048_576,
  smallBytesMin: 8 * 1_048_576,
  clientBytesMax: 28 * 1_048_576,
};

/** A body up to here is small: beacons, and nearly all uploads of SDKs. */
export const SMALL_BYTES = 65_536;
const SMALL_MS_MAX = 30_000;
/** A large body must come at this rate, in each of its windows. */
const RATE_BYTES = 65_536;
const RATE_MS = 10_000;
/** How long a large body waits for room, and from when on the slowest upload has to go for it. */
const WAIT_MS_MAX = 15_000;
const WAIT_MS_BEFORE_EVICTING = 1_000;
/** An upload's speed says nothing before. */
const AGE_MS_MIN = 1_000;
const TICK_MS = 250;

/** One upload's part of the budget. */
export interface BodyLease {
  /** Whose share it counts to: see clientShare. */
  readonly client: string;
  /** The answer was written or the client left; what it held was given back. */
  readonly isClosed: boolean;
  /** Counts a chunk of a small body; false when there is no room, and never will be for this upload. */
  take(bytes: number): boolean;
  /** Room for a large body before it comes or is inflated, at once or after a while; false when it did not come. */
  reserve(bytes: number): Promise<boolean>;
  giveBack(bytes: number): void;
  /** Bytes of a reserved body came. */
  received(bytes: number): void;
  /** The whole body is there: it is not slow any more. */
  complete(): void;
  close(): void;
}

export interface BodyBudget {
  /** `evict` is called when the upload is too slow to go on. */
  open(client: string, evict: () => void): BodyLease;
}

interface Waiter {
  readonly lease: Lease;
  readonly bytes: number;
  readonly sinceMs: number;
  readonly resolve: (hasRoom: boolean) => void;
}

interface BudgetOptions {
  readonly limits?: BodyLimits;
  /** Milliseconds of a clock that nobody sets. */
  readonly now?: () => number;
  /** Called for each upload that finds no room, as it came or when it is inflated. */
  readonly refused?: () => void;
}

export const createBodyBudget = (options: BudgetOptions = {}): BodyBudget => new Budget(options);

class Budget implements BodyBudget {
  readonly limits: BodyLimits;
  readonly now: () => number;
  readonly #refused: () => void;
  readonly #receiving = new Set<Lease>();
  readonly #clients = new Map<string, number>();
  #waiting: Waiter[] = [];
  #small = 0;
  #large = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({
    limits = LIMITS,
    now = () => performance.now(),
    refused = () => undefined,
  }: BudgetOptions) {
    this.limits = limits;
    this.now = now;
    this.#refused = refused;
  }

  open(client: string, evict: () => void): BodyLease {
    const lease = new Lease(this, client, evict);
    this.#receiving.add(lease);
    this.#watch();
    return lease;
  }

  /** One timer for all, while there is anything to watch. */
  #watch(): void {
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS).unref();
  }

  stopReceiving(lease: Lease): void {
    this.#receiving.delete(lease);
  }

  addSmall(lease: Lease, bytes: number): boolean {
    const hasRoom = () => this.#small + this.#large + bytes <= this.limits.bytesMax;
    while (!hasRoom()) {
      if (this.#evictSlowest((other) => other !== lease)) continue;
      this.#refused();
      return false;
    }
    this.#small += bytes;
    return true;
  }

  addLarge(lease: Lease, bytes: number): Promise<boolean> {
    if (this.#fits(lease, bytes)) {
      this.#addLarge(lease, bytes);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      this.#waiting.push({ lease, bytes, sinceMs: this.now(), resolve });
      this.#watch();
    });
  }

  remove(lease: Lease, small: number, large: number): void {
    this.#small -= small;
    this.#large -= large;
    if (large > 0) {
      const left = (this.#clients.get(lease.client) ?? 0) - large;
      if (left > 0) this.#clients.set(lease.client, left);
      else this.#clients.delete(lease.client);
    }
    if (this.#waiting.length > 0) this.#admit();
  }

  #addLarge(lease: Lease, bytes: number): void {
    this.#large += bytes;
    this.#clients.set(lease.client, (this.#clients.get(lease.client) ?? 0) + bytes);
    lease.large += bytes;
  }

  #isWithinShare(lease: Lease, bytes: number): boolean {
    const others = (this.#clients.get(lease.client) ?? 0) - lease.large;
    return others === 0 || others + lease.large + bytes <= this.limits.clientBytesMax;
  }

  #fits(lease: Lease, bytes: number): boolean {
    const { bytesMax, smallBytesMin } = this.limits;
    const small = Math.max(this.#small, smallBytesMin);
    return this.#isWithinShare(lease, bytes) && small + this.#large + bytes <= bytesMax;
  }

  /** Gives room to who waits, in the order of arrival; one whose client has too much does not hold up the others. */
  #admit(): void {
    const nowMs = this.now();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const waiter of waiting) {
      const { lease, bytes, sinceMs, resolve } = waiter;
      if (lease.isClosed) resolve(false);
      else if (nowMs - sinceMs >= WAIT_MS_MAX) {
        this.#refused();
        resolve(false);
      } else if (this.#fits(lease, bytes)) {
        this.#addLarge(lease, bytes);
        resolve(true);
      } else this.#waiting.push(waiter);
    }
  }

  #tick(): void {
    const nowMs = this.now();
    for (const lease of this.#receiving) if (lease.isTooSlow(nowMs)) lease.evict();
    this.#admit();
    const first = this.#waiting[0];
    if (first !== undefined && nowMs - first.sinceMs >= WAIT_MS_BEFORE_EVICTING) {
      const isOwn = !this.#isWithinShare(first.lease, first.bytes);
      this.#evictSlowest(
        ({ large, client }) => large > 0 && (!isOwn || client === first.lease.client),
      );
    }
    if (this.#receiving.size > 0 || this.#waiting.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #evictSlowest(may: (lease: Lease) => boolean): boolean {
    const nowMs = this.now();
    let slowest: Lease | null = null;
    let rate = Number.POSITIVE_INFINITY;
    for (const lease of this.#receiving) {
      const ageMs = nowMs - lease.sinceMs;
      if (lease.held === 0 || ageMs < AGE_MS_MIN || lease.bytes / ageMs >= rate || !may(lease))
        continue;
      slowest = lease;
      rate = lease.bytes / ageMs;
    }
    slowest?.evict();
    return slowest !== null;
  }
}

class Lease implements BodyLease {
  readonly client: string;
  isClosed = false;
  small = 0;
  large = 0;
  /** Received so far, and since when. */
  bytes = 0;
  sinceMs: number;
  readonly #budget: Budget;
  readonly #evict: () => void;
  #windowMs: number;
  #windowBytes = 0;
  #isWaiting = false;

  constructor(budget: Budget, client: string, evict: () => void) {
    this.#budget = budget;
    this.client = client;
    this.#evict = evict;
    this.sinceMs = budget.now();
    this.#windowMs = this.sinceMs;
  }

  get held(): number {
    return this.small + this.large;
  }

  take(bytes: number): boolean {
    if (this.isClosed || !this.#budget.addSmall(this, bytes)) return false;
    this.small += bytes;
    this.received(bytes);
    return true;
  }

  async reserve(bytes: number): Promise<boolean> {
    if (this.isClosed) return false;
    this.#isWaiting = true;
    const hasRoom = await this.#budget.addLarge(this, bytes);
    this.#isWaiting = false;
    // While it waited nothing was read from its socket: its time begins now.
    this.sinceMs = this.#budget.now();
    this.#windowMs = this.sinceMs;
    this.bytes = 0;
    this.#windowBytes = 0;
    if (hasRoom && this.isClosed) this.#release();
    return hasRoom && !this.isClosed;
  }

  giveBack(bytes: number): void {
    const large = Math.min(bytes, this.large);
    this.large -= large;
    this.#budget.remove(this, 0, large);
  }

  received(bytes: number): void {
    this.bytes += bytes;
    this.#windowBytes += bytes;
  }

  isTooSlow(nowMs: number): boolean {
    if (this.#isWaiting) return false;
    if (this.large === 0) return nowMs - this.sinceMs >= SMALL_MS_MAX;
    if (nowMs - this.#windowMs < RATE_MS) return false;
    const isSlow = this.#windowBytes < RATE_BYTES;
    this.#windowMs = nowMs;
    this.#windowBytes = 0;
    return isSlow;
  }

  evict(): void {
    this.close();
    this.#evict();
  }

  complete(): void {
    this.#budget.stopReceiving(this);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#budget.stopReceiving(this);
    this.#release();
  }

  #release(): void {
    const { small, large } = this;
    this.small = 0;
    this.large = 0;
    this.#budget.remove(this, small, large);
  }
}
