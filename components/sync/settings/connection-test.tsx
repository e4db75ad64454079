"use client";

import { PlugZap } from "lucide-react";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { Callout, type CalloutTone } from "@/components/ui/data/callout";
import type { ConnectionResult } from "@/lib/engine/connectors/connector";
import type { ActionResult } from "@/lib/web/action-result";
import type { SettingsControl } from "./form-schema";

/** What is tested: the form as it stands; a secret that was not typed is the stored one. */
export interface ConnectionInput {
  readonly config: Readonly<Record<string, string | number | undefined>>;
  readonly secrets: Readonly<Record<string, string>>;
}

type AskConnection = (input: ConnectionInput) => Promise<ActionResult<ConnectionResult>>;

interface ConnectionTestProps {
  readonly control: SettingsControl;
  readonly test: AskConnection;
  /** Puts the value in the form that the answer says is the right one. */
  readonly onFix: (parameter: string, value: string) => void;
}

interface Shown {
  readonly tested: string;
  readonly result: ConnectionResult;
}

/** Asks the destination about the credentials as typed. An answer disappears when they are edited. */
export function ConnectionTest({ control, test, onFix }: ConnectionTestProps) {
  const [config, secrets] = useWatch({ control, name: ["config", "secrets"] });
  const [shown, setShown] = useState<Shown | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (input: ConnectionInput) => {
    setBusy(true);
    const answer = await test(input).finally(() => setBusy(false));
    setShown({
      tested: JSON.stringify(input),
      result: answer.ok ? answer.value : failed(answer.message),
    });
  };
  const input = { config, secrets: typed(secrets) };
  const fixWith = (parameter: string, value: string) => {
    onFix(parameter, value);
    void run({ ...input, config: { ...config, [parameter]: value } });
  };
  const current = shown?.tested === JSON.stringify(input) ? shown.result : null;
  const fix = current?.fix ?? null;
  return (
    <div className="flex flex-col items-start gap-3">
      <Button onPress={() => void run(input)} isPending={busy}>
        <PlugZap aria-hidden size={15} />
        Test connection
      </Button>
      {current !== null && (
        <div className="w-full">
          <Callout
            tone={TONES[current.kind]}
            announce
            actions={
              fix !== null && (
                <Button size="sm" kind="primary" onPress={() => fixWith(fix.parameter, fix.value)}>
                  {fix.label}
                </Button>
              )
            }
          >
            {current.message}
          </Callout>
        </div>
      )}
    </div>
  );
}

const typed = (secrets: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ""));

const TONES: Record<ConnectionResult["kind"], CalloutTone> = {
  connected: "positive",
  wrong_region: "caution",
  refused: "danger",
  misconfigured: "danger",
  unreachable: "danger",
  incomplete: "caution",
};

const failed = (message: string): ConnectionResult => ({
  kind: "unreachable",
  message,
  fix: null,
});
