import { Card } from "@/components/ui/data/card";
import { Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { RejectedUpload } from "@/lib/admin/sources/rejected-uploads";
import { faultText } from "./fault-text";
import { sourceName } from "./source-names";

const COLUMNS = [
  { key: "what", title: "What was wrong" },
  { key: "value", title: "What stood there" },
  { key: "sdk", title: "Endpoint, SDK" },
  { key: "uploads", title: "Uploads", align: "right" },
  { key: "last", title: "Last" },
] as const;

interface RejectedUploadsCardProps {
  readonly title: string;
  readonly description: string;
  readonly rows: readonly RejectedUpload[];
}

/** Each fault for which uploads were refused, with the newest sample and what to do. */
export function RejectedUploadsCard({ title, description, rows }: RejectedUploadsCardProps) {
  return (
    <Card flush title={title} description={description}>
      <Table label={title} columns={COLUMNS} stacked>
        {rows.map((row) => (
          <FaultRow
            key={[row.source, row.reason, row.problem, row.field, row.library].join("\n")}
            row={row}
          />
        ))}
      </Table>
    </Card>
  );
}

function FaultRow({ row }: { readonly row: RejectedUpload }) {
  const { title, advice } = faultText(row);
  return (
    <TableRow>
      <TableCell className="min-w-56 sm:max-w-md">
        <span className="flex flex-col gap-0.5 py-1">
          <strong className="break-words font-semibold">{title}</strong>
          <span className="text-muted text-sm">{advice}</span>
        </span>
      </TableCell>
      <TableCell label="There stood" className="sm:max-w-60">
        <Sample row={row} />
      </TableCell>
      <TableCell label="Sent to" className="sm:max-w-52">
        {sourceName(row.source)}
        {row.library !== "" && (
          <span className="block break-words text-muted text-sm">{row.library}</span>
        )}
      </TableCell>
      <TableCell label="Uploads" align="right">
        {formatCount(row.requests)}
      </TableCell>
      <TableCell label="Last" className="whitespace-nowrap">
        <RelativeTime at={row.lastAt.toISOString()} />
      </TableCell>
    </TableRow>
  );
}

function Sample({ row: { value, valueIsHidden, problem } }: { readonly row: RejectedUpload }) {
  if (valueIsHidden) return <span className="text-muted">May be personal data: not shown</span>;
  if (value === null)
    return <span className="text-muted">{problem === "missing" ? "Nothing" : "No sample"}</span>;
  return <code className="break-all font-mono text-xs">{value}</code>;
}
