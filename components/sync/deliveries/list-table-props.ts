import type { Picks } from "./picks";

/** What the table of each view gets. */
export interface ListTableProps<Row> {
  readonly items: readonly Row[];
  readonly projectId: number;
  /** The name of the destination. */
  readonly destination: string;
  readonly picks: Picks;
  /** By the row's key: the delivery's id, or the event's offset. */
  readonly onOpen: (key: number) => void;
}
