"use client";

import { useState } from "react";
import { refOf, type TestConnection } from "@/components/sync/sync-verbs";
import type { Said } from "@/components/sync/use-save-sync";
import type { Sync, SyncPatch } from "@/lib/admin/syncs/sync";
import type { ConnectionResult, ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { connectionOnly } from "./connection-only";
import { type SettingsForm, toPatch } from "./form-schema";

interface CheckedSaveOptions {
  readonly base: Sync;
  readonly definition: ConnectorDefinition;
  readonly test: TestConnection;
  readonly save: (patch: SyncPatch, said?: Said) => Promise<void>;
}

/** What the destination said of credentials that were about to be saved, and what was to be saved. */
interface Doubt {
  readonly message: string;
  readonly patch: SyncPatch;
}

const REFUSALS: ReadonlySet<ConnectionResult["kind"]> = new Set([
  "refused",
  "wrong_region",
  "misconfigured",
]);

/**
 * Saves; where an enabled sync is to send with other credentials than before, the destination is asked first. What it
 * refuses is held back until somebody says to save it all the same; what it cannot tell is saved, and said.
 */
export function useCheckedSave({ base, definition, test, save }: CheckedSaveOptions) {
  const [doubt, setDoubt] = useState<Doubt | null>(null);

  const submit = async (values: SettingsForm): Promise<void> => {
    const patch = toPatch(values);
    const config = connectionOnly(definition, values.config);
    const isOther = Object.entries(config).some(([id, value]) => base.config[id] !== value);
    const isNew = !base.enabled || patch.secrets !== undefined || isOther;
    if (!values.enabled || !isNew) return save(patch);
    const secrets = patch.secrets ?? {};
    const answer = await test({ ...refOf(base), config, secrets }).catch(() => null);
    if (answer?.ok && REFUSALS.has(answer.value.kind))
      return setDoubt({ message: answer.value.message, patch });
    return save(
      patch,
      answer?.ok && answer.value.kind === "connected"
        ? { tone: "success", text: `Saved. ${answer.value.message}` }
        : {
            tone: "warning",
            text: `Saved. The credentials could not be tested: ${answer?.ok ? answer.value.message : `${definition.displayName} was not asked`}`,
          },
    );
  };

  return {
    submit,
    doubt,
    dismiss: () => setDoubt(null),
    saveAnyway: ({ message, patch }: Doubt) =>
      save(patch, { tone: "warning", text: `Saved. ${message}` }),
  };
}
