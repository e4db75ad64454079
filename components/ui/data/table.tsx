import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { ScrollRegion } from "./scroll-region";

export interface Column {
  readonly key: string;
  readonly title: ReactNode;
  readonly align?: "left" | "right";
  /** Left out of narrow screens. */
  readonly wideOnly?: boolean;
}

/** On a phone each row is a block of its own, its cells one below the other with their labels. */
const stackedStyle =
  "max-sm:[&_tbody]:block max-sm:[&_td]:flex max-sm:[&_td]:min-w-0 max-sm:[&_td]:items-baseline max-sm:[&_td]:gap-3 max-sm:[&_td]:px-4 max-sm:[&_td]:py-0.5 max-sm:[&_td]:text-left max-sm:[&_thead]:sr-only max-sm:[&_tr]:flex max-sm:[&_tr]:flex-col max-sm:[&_tr]:py-2";

interface TableProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** Instead of scrolling on a phone. */
  readonly stacked?: boolean;
  readonly children: ReactNode;
}

/** Scrolls sideways on its own when the screen is narrow, or stacks its cells. Children are TableRow. */
export function Table({ label, columns, stacked = false, children }: TableProps) {
  return (
    <ScrollRegion label={label} className="min-w-0 overflow-x-auto rounded-b-md">
      <table
        className={cx(
          "w-full border-collapse text-left",
          stacked && "max-sm:block",
          stacked && stackedStyle,
        )}
      >
        <thead className="bg-sunken">
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx(
                  "whitespace-nowrap border-line border-b px-3 py-2.5 font-semibold first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5 text-ink text-sm",
                  column.align === "right" && "text-right",
                  column.wideOnly && "max-md:hidden",
                )}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </ScrollRegion>
  );
}

export function TableRow({ children }: { readonly children: ReactNode }) {
  return <tr className="transition-colors hover:bg-sunken">{children}</tr>;
}

interface TableCellProps {
  readonly align?: "left" | "right";
  readonly wideOnly?: boolean;
  /** The column's title again, above the cell of a stacked table. */
  readonly label?: string;
  readonly className?: string;
  readonly children?: ReactNode;
}

export function TableCell({
  align = "left",
  wideOnly = false,
  label,
  className,
  children,
}: TableCellProps) {
  return (
    <td
      className={cx(
        "px-3 py-2.5 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5",
        align === "right" && "tabular text-right",
        wideOnly && "max-md:!hidden",
        className,
      )}
    >
      {label !== undefined && (
        <span aria-hidden className="w-24 shrink-0 text-muted text-sm sm:hidden">
          {label}
        </span>
      )}
      {label === undefined ? (
        children
      ) : (
        <span className="contents max-sm:block max-sm:min-w-0">{children}</span>
      )}
    </td>
  );
}
