"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { formatCount, formatQuantity } from "@/components/ui/text/format-number";
import { useNow } from "@/components/ui/text/use-now";
import { ACTIONS_OF, BULK_WORDS, type BulkAction, quantity } from "./bulk-action";
import type { View } from "./delivery-filter";
import { countOf, type Picked } from "./picks";
import type { Bulk, useBulk } from "./use-bulk";

interface BulkBarProps {
  readonly view: View;
  readonly picked: Picked;
  readonly bulk: ReturnType<typeof useBulk>;
  readonly onPickAll: () => Promise<void>;
  readonly onClear: () => void;
}

/** What is selected and what can be done with it; then how far it is, and what came of it. */
export function BulkBar({ view, picked, bulk, onPickAll, onClear }: BulkBarProps) {
  const state = bulk.bulk;
  if (state.kind === "none") {
    return countOf(picked) === 0 && picked.kind === "rows" ? null : (
      <Choice
        view={view}
        picked={picked}
        onAct={bulk.plan}
        onPickAll={onPickAll}
        onClear={onClear}
      />
    );
  }
  if (state.kind === "planned") return <Planned state={state} bulk={bulk} />;
  return <Progress state={state} bulk={bulk} />;
}

function Bar({ text, children }: { readonly text: ReactNode; readonly children: ReactNode }) {
  return (
    <section
      aria-label="Selection"
      className="sticky top-0 z-10 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b bg-accent-soft px-4 py-2 text-accent-ink sm:px-5"
    >
      <p role="status" className="min-w-0 font-medium text-sm">
        {text}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </section>
  );
}

interface ChoiceProps {
  readonly view: View;
  readonly picked: Picked;
  readonly onAct: (action: BulkAction, picked: Picked) => void;
  readonly onPickAll: () => Promise<void>;
  readonly onClear: () => void;
}

function Choice({ view, picked, onAct, onPickAll, onClear }: ChoiceProps) {
  const [busy, setBusy] = useState(false);
  const isAll = picked.kind === "all";
  const count = countOf(picked);
  const pickAll = () => {
    setBusy(true);
    void onPickAll().finally(() => setBusy(false));
  };
  const text = isAll
    ? `All that match: ${quantity(count, picked.matching.isMore)}`
    : `${formatQuantity(count, "event")} selected`;
  return (
    <Bar text={text}>
      {!isAll && (
        <Button size="sm" isPending={busy} onPress={pickAll}>
          Select all that match
        </Button>
      )}
      {ACTIONS_OF[view].map((action) => (
        <Button
          key={action}
          size="sm"
          kind={action === "give_up" ? "danger-quiet" : "primary"}
          isDisabled={count === 0}
          onPress={() => onAct(action, picked)}
        >
          {BULK_WORDS[action].button}
        </Button>
      ))}
      <Button size="sm" kind="quiet" onPress={onClear}>
        Clear selection
      </Button>
    </Bar>
  );
}

interface PlannedProps {
  readonly state: Extract<Bulk, { kind: "planned" }>;
  readonly bulk: ReturnType<typeof useBulk>;
}

function Planned({ state: { action, picked, atMs }, bulk }: PlannedProps) {
  const seconds = Math.max(0, Math.ceil((atMs - useNow()) / 1_000));
  const events = quantity(countOf(picked), picked.kind === "all" && picked.matching.isMore);
  const { soon } = BULK_WORDS[action];
  return (
    <Bar
      text={
        <>
          {soon(events)} <span aria-hidden>in {seconds} s. Leaving the page takes it back.</span>
        </>
      }
    >
      <Button size="sm" kind="primary" onPress={bulk.forget}>
        Undo
      </Button>
      <Button size="sm" onPress={bulk.begin}>
        Do it now
      </Button>
    </Bar>
  );
}

interface ProgressProps {
  readonly state: Exclude<Bulk, { kind: "none" | "planned" }>;
  readonly bulk: ReturnType<typeof useBulk>;
}

function Progress({ state, bulk }: ProgressProps) {
  if (state.kind === "running") {
    const { action, changed, skipped, total } = state;
    const done = `${formatCount(changed + skipped)} of ${formatCount(Math.max(total, changed + skipped))}`;
    return (
      <Bar text={`${BULK_WORDS[action].running(done)} …`}>
        <progress
          aria-label="Progress"
          className="h-7 w-32 accent-accent"
          max={total}
          value={changed + skipped}
        />
        <Button size="sm" onPress={bulk.stop}>
          Stop
        </Button>
      </Bar>
    );
  }
  return (
    <Bar text={outcomeOf(state)}>
      <Button size="sm" kind="quiet" onPress={bulk.forget}>
        Close
      </Button>
    </Bar>
  );
}

function outcomeOf(state: Exclude<Bulk, { kind: "none" | "planned" | "running" }>): string {
  if (state.kind === "failed") {
    return `${state.message} ${formatQuantity(state.changed, "event was", "events were")} changed before.`;
  }
  const { action, changed, skipped } = state;
  const { done, left } = BULK_WORDS[action];
  const stopped = state.kind === "stopped" ? "Stopped. " : "";
  return `${stopped}${done(changed)}${left(skipped)}`;
}
