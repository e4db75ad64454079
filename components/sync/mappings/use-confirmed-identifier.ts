"use client";

import { useState } from "react";
import { type AskCoverage, refOf } from "@/components/sync/sync-verbs";
import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { IdentifierCoverage } from "@/lib/admin/syncs/test/identifier-coverage";
import { mergesMany } from "@/lib/admin/syncs/test/merges-many";
import type { MappingsForm } from "./form-schema";

interface ConfirmedIdentifierOptions {
  readonly base: Sync;
  readonly ask: AskCoverage;
  readonly save: (patch: SyncPatch) => Promise<void>;
}

interface Merge extends MappingsForm {
  readonly coverage: IdentifierCoverage;
}

/** Saves; an identifier that makes few of many people is held back until somebody has typed that it is meant. */
export function useConfirmedIdentifier({ base, ask, save }: ConfirmedIdentifierOptions) {
  const [merge, setMerge] = useState<Merge | null>(null);

  const submit = async ({ settings }: MappingsForm): Promise<void> => {
    const { identifier, fallbackIdentifiers } = settings;
    const answer = await ask({ ...refOf(base), identifier, fallbackIdentifiers }).catch(() => null);
    // What could not be told here, the save tells.
    if (answer?.ok && mergesMany(answer.value)) {
      return setMerge({ settings, coverage: answer.value });
    }
    return save({ settings });
  };

  return {
    submit,
    merge,
    dismiss: () => setMerge(null),
    saveMerged: async () => {
      if (merge === null) return true;
      const { settings } = merge;
      await save({ settings, confirmIdentifier: settings.identifier });
      return true;
    },
  };
}
