/** What the load says of an event, as far as it arrived. */
export interface Numbered {
  readonly seq?: number;
  readonly once?: number;
  readonly who?: string;
}

export interface Arrived {
  /** Every `seq` (or `once`) that arrived. */
  readonly once: ReadonlySet<number>;
  readonly twice: ReadonlySet<number>;
  /** How many arrived, for the first time, after a later event of their person. */
  readonly overtaking: number;
}

/** Of the `count` events of a far end, in the order in which it took them. */
export function countArrived(count: number, read: (index: number) => Numbered): Arrived {
  const arrived = new Set<number>();
  const twice = new Set<number>();
  const newest = new Map<string, number>();
  let overtaking = 0;
  for (let index = 0; index < count; index++) {
    const { seq, once = seq, who } = read(index);
    // Those of hostile clients have neither.
    if (typeof once !== "number") continue;
    if (arrived.has(once)) twice.add(once);
    else if (seq !== undefined && who !== undefined) {
      if (seq < (newest.get(who) ?? 0)) overtaking += 1;
      else newest.set(who, seq);
    }
    arrived.add(once);
  }
  return { once: arrived, twice, overtaking };
}
