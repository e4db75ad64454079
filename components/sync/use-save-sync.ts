"use client";

import { useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { toast } from "sonner";
import type { Conflict } from "@/components/sync/conflict/conflict-dialog";
import { onlyChanges } from "@/components/sync/conflict/only-changes";
import { changesWhatIsSent } from "@/components/sync/impact/changes-what-is-sent";
import { nothingSentWords } from "@/components/sync/impact/impact-words";
import type { PendingSave } from "@/components/sync/impact/pending-save";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { ActionResult } from "@/lib/web/action-result";
import { type AskImpact, type LoadSync, refOf, type SaveSync } from "./sync-verbs";

interface SaveOptions<In extends FieldValues, Out extends FieldValues> {
  readonly form: UseFormReturn<In, unknown, Out>;
  /** The sync as it was when editing began. */
  readonly base: Sync;
  readonly save: SaveSync;
  readonly load: LoadSync;
  readonly askImpact: AskImpact;
  /** See SaveSync. */
  readonly sendMissed?: boolean;
  readonly onSaved: () => void;
}

/** What to say once it is saved. */
export interface Said {
  readonly tone: "success" | "warning";
  readonly text: string;
}

const SAVED: Said = { tone: "success", text: "Saved" };

/**
 * Saves a form of a sync; puts refused fields back at their places; holds what somebody else saved meanwhile. What may
 * change what a live sync sends waits until somebody has seen what.
 */
export function useSaveSync<In extends FieldValues, Out extends FieldValues>(
  options: SaveOptions<In, Out>,
) {
  const { form, base, save, load, askImpact, sendMissed = false, onSaved } = options;
  const [pending, setPending] = useState<PendingSave | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const send = async (version: number, patch: SyncPatch, said: Said): Promise<void> => {
    form.clearErrors("root");
    setConflict(null);
    const result = await save({ ...refOf(base), version, patch, sendMissed }).catch(unreachable);
    if (result.ok) {
      toast[said.tone](said.text);
      onSaved();
      return;
    }
    if (result.code === "version_mismatch") return showTheirs(patch);
    showFailure(result, toField<In>, form.setError);
  };

  const showTheirs = async (patch: SyncPatch): Promise<void> => {
    const latest = await load(refOf(base)).catch(unreachable);
    if (latest.ok) setConflict({ base, theirs: latest.value, patch });
    else showFailure(latest, [], form.setError);
  };

  const ask = ({ secrets: _unneeded, ...draft }: SyncPatch) =>
    askImpact({ ...refOf(base), draft }).catch(unreachable);

  const submit = async (edited: SyncPatch, said = SAVED): Promise<void> => {
    const patch = onlyChanges(edited, base);
    if (changesWhatIsSent(base, patch)) {
      const impact = await ask(patch);
      // What cannot be saved is said at its fields.
      if (!impact.ok && impact.code === "invalid_input") return send(base.version, patch, said);
      return setPending({ patch, said, impact });
    }
    const impact = patch.enabled === true ? await ask(patch) : null;
    const nothing = impact?.ok ? nothingSentWords(impact.value) : null;
    return send(
      base.version,
      patch,
      nothing === null ? said : { tone: "warning", text: `${said.text}. ${nothing}` },
    );
  };

  return {
    submit,
    pending,
    forget: () => setPending(null),
    saveSeen: ({ patch, said }: PendingSave) => send(base.version, patch, said),
    saveOver: ({ theirs, patch }: Conflict) => send(theirs.version, patch, SAVED),
    conflict,
    dismiss: () => setConflict(null),
  };
}

/** The form has the patch's own paths; a name it does not have only keeps the error at the form. */
const toField = <In extends FieldValues>(field: string): FieldPath<In> =>
  field.replace(/^patch\./, "") as FieldPath<In>;

const unreachable = (): ActionResult<never> => ({
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Your edits are still here: try again.",
  fieldErrors: [],
});
