"use client";

import type { ComponentProps } from "react";
import { Panel } from "@/components/ui/data/panel";
import { useWantedTurn } from "./field-links";

type FieldPanelProps = Omit<ComponentProps<typeof Panel>, "opened"> & {
  /** Paths of the fields inside. */
  readonly fields: readonly string[];
};

/** A panel of a form: opens when something inside is at fault, or a link leads there. */
export function FieldPanel({ fields, ...panel }: FieldPanelProps) {
  return (
    <div data-field={fields.length === 1 ? fields[0] : undefined}>
      <Panel {...panel} opened={useWantedTurn(fields)} />
    </div>
  );
}
