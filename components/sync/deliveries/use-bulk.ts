"use client";

import { useEffect, useRef, useState } from "react";
import type { ChangeMany, SyncRef } from "@/components/sync/sync-verbs";
import type { DeliveryFilter } from "@/lib/admin/events/delivery-filter";
import type { BulkAction } from "./bulk-action";
import { countOf, type Picked } from "./picks";

/** So long a change can be taken back: it has not begun before. */
export const UNDO_MS = 10_000;

export type Bulk =
  | { readonly kind: "none" }
  | {
      readonly kind: "planned";
      readonly action: BulkAction;
      readonly picked: Picked;
      readonly atMs: number;
    }
  | {
      readonly kind: "running" | "done" | "stopped";
      readonly action: BulkAction;
      readonly changed: number;
      readonly skipped: number;
      readonly total: number;
    }
  | { readonly kind: "failed"; readonly message: string; readonly changed: number };

interface BulkPorts {
  readonly sync: SyncRef;
  readonly filter: Partial<DeliveryFilter>;
  readonly change: ChangeMany;
  /** The rows are no longer what they were. */
  readonly onChanged: () => void;
}

/** One change of many: planned, carried out step by step after the time in which it can be taken back, told. */
export function useBulk({ sync, filter, change, onChanged }: BulkPorts) {
  const [bulk, setBulk] = useState<Bulk>({ kind: "none" });
  const stopped = useRef(false);
  const carryOut = async (action: BulkAction, picked: Picked) => {
    stopped.current = false;
    const sums = { action, changed: 0, skipped: 0, total: countOf(picked) };
    const which =
      picked.kind === "rows" ? { keys: [...picked.keys] } : { filter, upTo: picked.matching.upTo };
    for (let after: number | null = 0; after !== null && !stopped.current; ) {
      setBulk({ kind: "running", ...sums });
      const step: Awaited<ReturnType<ChangeMany>> = await change({
        ...{ projectId: sync.projectId, syncId: sync.id, action, after },
        ...which,
      }).catch(() => UNREACHABLE);
      if (!step.ok) {
        return setBulk({ kind: "failed", message: step.message, changed: sums.changed });
      }
      sums.changed += step.value.changed;
      sums.skipped += step.value.skipped;
      after = step.value.next;
    }
    setBulk({ kind: stopped.current ? "stopped" : "done", ...sums });
    onChanged();
  };
  const start = useRef(carryOut);
  start.current = carryOut;
  useEffect(() => {
    if (bulk.kind !== "planned") return;
    const { action, picked, atMs } = bulk;
    const timer = setTimeout(() => void start.current(action, picked), atMs - Date.now());
    return () => clearTimeout(timer);
  }, [bulk]);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  return {
    bulk,
    plan: (action: BulkAction, picked: Picked) =>
      setBulk({ kind: "planned", action, picked, atMs: Date.now() + UNDO_MS }),
    begin: () => bulk.kind === "planned" && void carryOut(bulk.action, bulk.picked),
    stop: () => {
      stopped.current = true;
    },
    forget: () => setBulk({ kind: "none" }),
  };
}

const UNREACHABLE = {
  ok: false,
  code: "unreachable",
  message: "The server could not be reached.",
  fieldErrors: [],
} as const;
