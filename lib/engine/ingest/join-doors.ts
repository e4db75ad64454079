import { toJsonAnswer } from "@/lib/engine/ingest/answers/json-answer";
import type { Ingest } from "./ingest";

/** Several handlers as one, each of its own paths; the first one's budget is that of all. */
export function joinDoors(first: Ingest, ...others: readonly Ingest[]): Ingest {
  const doors = [first, ...others];
  const doorAt = (path: string) => doors.find((door) => door.bodyBytesMax(path) !== null);
  return {
    budget: first.budget,
    bodyBytesMax: (path) => doorAt(path)?.bodyBytesMax(path) ?? null,
    handle: async (request) => (doorAt(request.path) ?? first).handle(request),
    refuse: (path, kind) => doorAt(path)?.refuse(path, kind) ?? toJsonAnswer({ kind }),
  };
}
