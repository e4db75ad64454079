"use client";

import { useState } from "react";
import { RemoveButton } from "@/components/settings/remove-button";
import { Button } from "@/components/ui/controls/button";
import { ConfirmDialog } from "@/components/ui/controls/confirm-dialog";
import { Callout } from "@/components/ui/data/callout";
import { KeyField } from "@/components/ui/forms/key-field";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { Source } from "@/lib/admin/sources/source";
import type { ActionResult } from "@/lib/web/action-result";

interface WebhookSourceProps {
  readonly source: Source;
  /** While it is new; afterwards nobody knows it. */
  readonly secret: string | null;
  /** False when it failed. */
  readonly replaceSecret: () => Promise<boolean>;
  readonly remove: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

/** One webhook: what has to be copied into Amplitude. */
export function WebhookSource({ source, secret, replaceSecret, remove }: WebhookSourceProps) {
  const { id, url, lastFour, createdAt, createdBy } = source;
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="flex flex-col gap-3">
      {secret !== null && (
        <Callout tone="caution" title="The secret is shown this once" announce>
          Only its fingerprint is kept. Copy it into Amplitude now.
        </Callout>
      )}
      <div className="grid gap-3 lg:grid-cols-2">
        <KeyField label="Webhook URL" value={url} />
        {secret === null ? (
          <p className="flex flex-col gap-1 text-sm">
            <span className="font-medium">Header X-Tributary-Secret</span>
            <span className="py-1.5 font-mono text-muted text-xs">…{lastFour}</span>
          </p>
        ) : (
          <KeyField label="Header X-Tributary-Secret" value={secret} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <span className="mr-auto text-muted text-sm">
          Added <RelativeTime at={createdAt.toISOString()} /> by {createdBy}
        </span>
        <Button size="sm" onPress={() => setAsking(true)}>
          Replace secret
        </Button>
        <RemoveButton
          id={id}
          label={`Delete webhook …${lastFour}`}
          verb="Delete"
          title="Delete webhook"
          remove={remove}
        >
          What it brought stays. Amplitude is refused at this URL from now on, and shows that as a
          failure. This cannot be undone.
        </RemoveButton>
      </div>
      <ConfirmDialog
        title="Replace secret"
        confirmLabel="Replace"
        tone="primary"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onConfirm={replaceSecret}
      >
        <p>
          Within ten seconds Amplitude is refused until it has the new secret. It tries each event
          again for four hours.
        </p>
      </ConfirmDialog>
    </div>
  );
}
