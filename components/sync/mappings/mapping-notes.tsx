import type { ReactNode } from "react";
import { Callout } from "@/components/ui/data/callout";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";

/** What the guide says about the identifier, and the live coverage above it. */
export function MappingNotes({
  definition,
  children,
}: {
  readonly definition: ConnectorDefinition;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-4 border-line border-t px-4 py-4 sm:px-5">
      {children}
      <Callout>
        <ul className="flex list-disc flex-col gap-1 pl-4">
          {definition.mappings
            .flatMap((mapping) => mapping.notes)
            .map((note) => (
              <li key={note}>{note}</li>
            ))}
        </ul>
      </Callout>
    </div>
  );
}
