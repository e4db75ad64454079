import { CopyButton } from "@/components/ui/controls/copy-button";
import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

interface SandboxAccountProps {
  readonly definition: Pick<ConnectorDefinition, "displayName" | "sandboxAccount">;
  readonly url: string;
}

/** The account of the sandbox that runs in place of the destination. */
export function SandboxAccount({ definition, url }: SandboxAccountProps) {
  const { displayName, sandboxAccount } = definition;
  return (
    <Card
      title={`Sandbox of ${displayName}`}
      description={`A local ${displayName} runs beside this server, to try things out.`}
      actions={
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          className="text-link text-sm underline underline-offset-2"
        >
          Open the sandbox
        </a>
      }
    >
      <KeyValues
        items={sandboxAccount.map(([label, value]) => [
          label,
          <span key={label} className="flex items-center gap-2">
            <code className="font-mono text-sm">{value}</code>
            <CopyButton text={value} label={`Copy ${label}`} kind="quiet" iconOnly />
          </span>,
        ])}
      />
    </Card>
  );
}
