import type { Destination, OutboundRequest } from "@/lib/engine/pipeline/ports";

// A batch as most destinations take it: the operations, joined by commas, between a head and a tail.

interface Frame {
  readonly path: string;
  readonly head: string;
  readonly tail: string;
}

const SEPARATOR = ",";

/** What packing has to know of such a batch. Head and tail MUST be ASCII. Pure. */
export const frameLimits = ({
  head,
  tail,
}: Frame): Pick<Destination["limits"], "batchOverheadBytes" | "separatorBytes"> => ({
  batchOverheadBytes: head.length + tail.length,
  separatorBytes: SEPARATOR.length,
});

/** The operations were serialised and measured when they were made; here they are only joined. Pure. */
export function joinedBatch<Item>(
  { path, head, tail }: Frame,
  operations: OutboundRequest<Item>["operations"],
): OutboundRequest<Item> {
  const separators = SEPARATOR.length * Math.max(0, operations.length - 1);
  const bytes = operations.reduce(
    (sum, { operation }) => sum + operation.bytes,
    head.length + tail.length + separators,
  );
  let text: string | undefined;
  return {
    method: "POST",
    path,
    // When it is sent: the bodies of a whole turn together may be tens of megabytes.
    get body() {
      text ??= head + operations.map(({ operation }) => operation.json).join(SEPARATOR) + tail;
      return text;
    },
    bytes,
    operations,
  };
}
