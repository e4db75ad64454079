"use client";

import { PlugZap } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout, type CalloutTone } from "@/components/ui/callout";
import type { ActionResult } from "@/lib/http/action-result";
import type { ConnectionResult } from "@/lib/syncs/test-sync-connection";

/** What is tested: the form as it stands; an empty key means the stored one. */
export interface ConnectionInput {
  readonly siteId: string;
  readonly apiKey: string;
  readonly region: "us" | "eu";
}

export type AskConnection = (input: ConnectionInput) => Promise<ActionResult<ConnectionResult>>;

interface ConnectionTestProps extends ConnectionInput {
  readonly test: AskConnection;
  readonly onSwitch: (region: "us" | "eu") => void;
}

interface Shown {
  readonly tested: string;
  readonly result: ConnectionResult;
}

const keyOf = ({ siteId, apiKey, region }: ConnectionInput) =>
  JSON.stringify([siteId, apiKey, region]);

/** Asks Customer.io about the credentials as typed. An answer disappears when they are edited. */
export function ConnectionTest({ siteId, apiKey, region, test, onSwitch }: ConnectionTestProps) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (input: ConnectionInput) => {
    setBusy(true);
    const answer = await test(input).finally(() => setBusy(false));
    setShown({ tested: keyOf(input), result: answer.ok ? answer.value : failed(answer.message) });
  };
  const switchTo = (other: "us" | "eu") => {
    onSwitch(other);
    void run({ siteId, apiKey, region: other });
  };
  const current = shown?.tested === keyOf({ siteId, apiKey, region }) ? shown.result : null;
  const other = current?.kind === "wrong_region" ? current.region : null;
  return (
    <div className="flex flex-col items-start gap-3">
      <Button onPress={() => void run({ siteId, apiKey, region })} isPending={busy}>
        <PlugZap aria-hidden size={15} />
        Test connection
      </Button>
      {current !== null && (
        <div className="w-full">
          <Callout
            tone={TONES[current.kind]}
            announce
            actions={
              other !== null && (
                <Button size="sm" kind="primary" onPress={() => switchTo(other)}>
                  Switch to {other.toUpperCase()}
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

const TONES: Record<ConnectionResult["kind"], CalloutTone> = {
  connected: "positive",
  wrong_region: "caution",
  refused: "danger",
  unreachable: "danger",
  incomplete: "caution",
};

const failed = (message: string): ConnectionResult => ({
  kind: "unreachable",
  message,
  region: null,
  workspace: null,
});
