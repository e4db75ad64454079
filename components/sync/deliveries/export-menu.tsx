"use client";

import { Download } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { Menu, MenuItem } from "@/components/ui/controls/menu";
import { formatQuantity } from "@/components/ui/text/format-number";
import { useQuery } from "@/components/ui/use-query";
import { FILTER_PARAMS, type View } from "./delivery-filter";
import { type ExportFormat, useExport } from "./use-export";

const FORMATS = [
  ["csv", "CSV"],
  ["ndjson", "NDJSON"],
] as const satisfies readonly (readonly [ExportFormat, string])[];

interface ExportMenuProps {
  /** The page of the sync's deliveries. */
  readonly base: string;
  readonly view: View;
  readonly syncId: number;
}

/** All that matches the filters as a file, with how far it is. */
export function ExportMenu({ base, view, syncId }: ExportMenuProps) {
  const query = useQuery();
  const { state, start, cancel } = useExport();
  const begin = (format: ExportFormat) => {
    const asked = [...FILTER_PARAMS, "sort"].map((name) => [name, query.read(name)] as const);
    const params = new URLSearchParams([
      ["format", format],
      ["view", view],
      ...asked.filter(([, value]) => value !== "").map(([name, value]) => [name, value]),
    ]);
    void start(`${base}/export?${params}`, format, `${view}-${syncId}.${format}`);
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="status" className="text-muted text-sm">
        {state.kind === "running" && `${sizeOf(state)} …`}
        {state.kind === "done" && `${sizeOf(state)} exported`}
        {state.kind === "failed" && <span className="text-danger-ink">{state.message}</span>}
      </p>
      {state.kind === "running" && (
        <Button size="sm" onPress={cancel}>
          Cancel
        </Button>
      )}
      <Menu
        label="Export"
        trigger={
          <Button size="sm" isPending={state.kind === "running"}>
            <Download aria-hidden size={14} />
            Export
          </Button>
        }
      >
        {FORMATS.map(([format, title]) => (
          <MenuItem key={format} onAction={() => begin(format)}>
            {title}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

const sizeOf = ({ rows, bytes }: { readonly rows: number; readonly bytes: number }): string =>
  `${formatQuantity(rows, "row")}, ${(bytes / 1_000_000).toFixed(1)} MB`;
