"use client";

import { ArrowUp, Pause, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { useMay } from "@/components/shell/rights";
import type { ChangeMany, CountMatching, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { Card } from "@/components/ui/data/card";
import { formatQuantity } from "@/components/ui/text/format-number";
import { useQuery } from "@/components/ui/use-query";
import { SORTS, type Sort } from "@/lib/admin/events/sort";
import { ACTIONS_OF } from "./bulk-action";
import { BulkBar } from "./bulk-bar";
import { toDeliveryFilter, type View } from "./delivery-filter";
import { NOTHING, type Picked, type Picks, picksOf } from "./picks";
import { useBulk } from "./use-bulk";
import { useHeld } from "./use-held";

export interface RowListProps<Row> {
  readonly view: View;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => number;
  readonly canPick: (row: Row) => boolean;
  readonly sort: Sort | null;
  readonly isFirst: boolean;
  readonly sync: SyncRef;
  readonly change: ChangeMany;
  readonly count: CountMatching;
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[], picks: Picks) => ReactNode;
}

const TITLES = { settled: "Settled", waiting: "Waiting", filtered: "Filtered" } as const;
const SORT_LABELS = { newest: "Newest first", oldest: "Oldest first" } as const;
const SORT_OPTIONS = SORTS.map((value) => ({ value, label: SORT_LABELS[value] }));

/** Rows that can be selected, live on the first page until paused; they stay while somebody is at them. */
export function RowList<Row>(props: RowListProps<Row>) {
  const { view, rows, keyOf, canPick, sort, isFirst, sync, empty, children } = props;
  const query = useQuery();
  const [isPaused, setPaused] = useState(false);
  const [picked, setPicked] = useState<Picked>(NOTHING);
  const hasPicked = picked.kind === "all" || picked.keys.size > 0;
  const held = useHeld(rows, keyOf, hasPicked);
  const filter = toDeliveryFilter(query.read);
  const clear = () => setPicked(NOTHING);
  const onChanged = () => {
    clear();
    query.set({});
  };
  const bulk = useBulk({ sync, filter, change: props.change, onChanged });
  const pickAll = async () => {
    if (view === "filtered") return;
    const ref = { projectId: sync.projectId, syncId: sync.id };
    const answer = await props.count({ ...ref, view, filter }).catch(() => null);
    if (answer?.ok) setPicked({ kind: "all", matching: answer.value });
    else toast.error(answer?.message ?? "The server could not be reached. Try again.");
  };
  const isLive = isFirst && view !== "filtered";
  const mayChange = useMay("destinations:write");
  const selectable = mayChange ? held.shown.filter(canPick).map(keyOf) : [];
  return (
    <>
      {isLive && !isPaused && <LiveRefresh />}
      <Card
        flush
        title={TITLES[view]}
        description={isLive ? (isPaused ? "Paused" : "Live") : isFirst ? undefined : "Another page"}
        actions={
          <>
            <Fresh held={held} isNewest={sort !== "oldest"} />
            {mayChange &&
              ACTIONS_OF[view].length > 0 &&
              !hasPicked &&
              bulk.bulk.kind === "none" && (
                <Button size="sm" isDisabled={rows.length === 0} onPress={() => void pickAll()}>
                  Select all that match
                </Button>
              )}
            {isLive && (
              <Button size="sm" onPress={() => setPaused(!isPaused)}>
                {isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
                {isPaused ? "Resume" : "Pause"}
              </Button>
            )}
            {sort !== null && (
              <Select
                label="Sort"
                hideLabel
                className="w-36"
                options={SORT_OPTIONS}
                value={sort}
                onChange={(value) => query.set({ sort: value, cursor: "" })}
              />
            )}
          </>
        }
      >
        <BulkBar view={view} picked={picked} bulk={bulk} onPickAll={pickAll} onClear={clear} />
        <div ref={held.ref}>
          {held.shown.length === 0
            ? empty
            : children(held.shown, picksOf(picked, selectable, setPicked))}
        </div>
      </Card>
    </>
  );
}

interface FreshProps {
  readonly held: { readonly fresh: number; readonly isStale: boolean; showNewest: () => void };
  readonly isNewest: boolean;
}

/** What came while the rows were held still. */
function Fresh({ held: { fresh, isStale, showNewest }, isNewest }: FreshProps) {
  if (fresh === 0 && !isStale) return null;
  return (
    <Button size="sm" kind="primary" onPress={showNewest}>
      <ArrowUp aria-hidden size={14} className={isNewest ? "" : "rotate-180"} />
      {fresh === 0 ? "Show changes" : formatQuantity(fresh, "new", "new")}
    </Button>
  );
}
