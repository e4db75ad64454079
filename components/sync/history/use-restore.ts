"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import {
  type PlanRestore,
  type RestoreSync,
  refOf,
  type SyncRef,
} from "@/components/sync/sync-verbs";
import type { Diff } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ActionResult } from "@/lib/web/action-result";
import { errorsInWords } from "./errors-in-words";

export interface RestoreOptions {
  readonly definition: ConnectorDefinition;
  readonly sync: SyncRef & { readonly version: number };
  readonly restored: number;
  readonly plan: PlanRestore;
  readonly restore: RestoreSync;
  readonly onClose: () => void;
}

interface Shown {
  /** The version that the differences are against. */
  readonly version: number;
  /** Null when it cannot be restored. */
  readonly diff: Diff | null;
  /** Why it cannot be, or who saved meanwhile. */
  readonly problem: string | null;
}

/** The differences of a version to what is saved now, and saving it. Somebody else's save shows its own differences first. */
export function useRestore(options: RestoreOptions) {
  const { definition, sync, restored, plan, restore, onClose } = options;
  const router = useRouter();
  const { id, projectId } = sync;
  const [shown, setShown] = useState<Shown | null>(null);
  const [seen, setSeen] = useState({ version: sync.version, problem: null as string | null });
  const [isSaving, setSaving] = useState(false);
  useEffect(() => {
    let stopped = false;
    const { version, problem } = seen;
    void plan({ id, projectId, version, restored })
      .catch(unreachable)
      .then((answer) => {
        if (stopped) return;
        if (answer.ok) return setShown({ version, diff: answer.value.diff, problem });
        if (answer.current) return setSeen(meanwhile(answer.current));
        return setShown({ version, diff: null, problem: errorsInWords(definition, answer) });
      });
    return () => {
      stopped = true;
    };
  }, [definition, id, projectId, restored, seen, plan]);

  const save = async () => {
    if (shown === null) return;
    setSaving(true);
    const input = { ...refOf(sync), version: shown.version, restored };
    const answer = await restore(input).catch(unreachable);
    setSaving(false);
    if (answer.ok) {
      toast.success(`Version ${restored} was restored.`);
      router.refresh();
      return onClose();
    }
    if (answer.current) return setSeen(meanwhile(answer.current));
    return setShown({ ...shown, problem: errorsInWords(definition, answer) });
  };
  return { shown, isSaving, save };
}

const meanwhile = ({ version, updatedBy }: { version: number; updatedBy: string }) => ({
  version,
  problem: `${updatedBy} saved this sync meanwhile. Nothing was restored yet: these are the differences to what is saved now.`,
});

const unreachable = (): ActionResult<never> => ({
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Nothing was changed: try again.",
  fieldErrors: [],
});
