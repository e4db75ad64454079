import type { Destination, Prepared } from "@/lib/engine/pipeline/ports";
import type { Event } from "@/lib/engine/pipeline/source/event";
import type { Planner } from "./plan";

/** From one accepted event to what is sent for it: nothing (filtered), never (discarded), or one or two operations. Pure. */
export function prepare(
  event: Event,
  planner: Planner,
  destination: Pick<Destination, "encode">,
): Prepared {
  const planned = planner.plan(event);
  return planned.kind === "planned" ? destination.encode(event, planned) : planned;
}
