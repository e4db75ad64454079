"use client";

import { Plus, Webhook } from "lucide-react";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/controls/button";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import type { Source } from "@/lib/admin/sources/source";
import type { ActionResult } from "@/lib/web/action-result";
import { WebhookSource } from "./webhook-source";
import { WebhookSteps } from "./webhook-steps";

interface MadeSource {
  readonly source: Source;
  readonly secret: string;
}

export interface SourceVerbs {
  readonly create: (input: {
    projectId: number;
    kind: "amplitude_webhook";
  }) => Promise<ActionResult<MadeSource>>;
  readonly replaceSecret: (input: {
    projectId: number;
    id: number;
  }) => Promise<ActionResult<MadeSource>>;
  readonly remove: (input: { projectId: number; id: number }) => Promise<ActionResult<unknown>>;
}

interface WebhookCardProps {
  readonly projectId: number;
  readonly sources: readonly Source[];
  readonly verbs: SourceVerbs;
}

/** The webhooks of Amplitude's that may send here: their URLs, their secrets while they are new, and how to set one up. */
export function WebhookCard({ projectId, sources, verbs }: WebhookCardProps) {
  const [secrets, setSecrets] = useState<ReadonlyMap<number, string>>(new Map());
  const [isPending, startTransition] = useTransition();
  const show = (result: ActionResult<MadeSource>) => {
    if (!result.ok) return void toast.error(result.message);
    const { source, secret } = result.value;
    setSecrets((known) => new Map([...known, [source.id, secret]]));
  };
  const create = () =>
    startTransition(async () => show(await verbs.create({ projectId, kind: "amplitude_webhook" })));
  return (
    <Card
      flush
      title="Webhooks of Amplitude"
      description="What Amplitude has goes on to here, without a change of your code."
      actions={
        <Button size="sm" isPending={isPending} onPress={create}>
          <Plus aria-hidden size={15} />
          Add webhook
        </Button>
      }
    >
      {sources.length === 0 ? (
        <EmptyState icon={<Webhook aria-hidden size={22} />} title="No webhook yet">
          Add one to get the URL and the secret that Amplitude needs.
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {sources.map((source) => (
            <li key={source.id} className="px-4 py-4 sm:px-5">
              <WebhookSource
                source={source}
                secret={secrets.get(source.id) ?? null}
                replaceSecret={async () => {
                  const result = await verbs.replaceSecret({ projectId, id: source.id });
                  show(result);
                  return result.ok;
                }}
                remove={({ id }) => verbs.remove({ projectId, id })}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="border-line border-t px-4 py-4 sm:px-5">
        <WebhookSteps />
      </div>
    </Card>
  );
}
