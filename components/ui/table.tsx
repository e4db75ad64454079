import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { ScrollRegion } from "@/components/ui/scroll-region";

export interface Column {
  readonly key: string;
  readonly title: ReactNode;
  readonly align?: "left" | "right";
  /** Left out of narrow screens. */
  readonly wideOnly?: boolean;
}

/** Scrolls sideways on its own when the screen is narrow. Children are TableRow. */
export function Table({
  label,
  columns,
  children,
}: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}) {
  return (
    <ScrollRegion label={label} className="min-w-0 overflow-x-auto rounded-b-md">
      <table className="w-full border-collapse text-left">
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

export function TableCell({
  align = "left",
  wideOnly = false,
  className,
  children,
}: {
  readonly align?: "left" | "right";
  readonly wideOnly?: boolean;
  readonly className?: string;
  readonly children?: ReactNode;
}) {
  return (
    <td
      className={cx(
        "px-3 py-2.5 align-middle first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5",
        align === "right" && "tabular text-right",
        wideOnly && "max-md:hidden",
        className,
      )}
    >
      {children}
    </td>
  );
}
