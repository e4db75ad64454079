"use client";

import { ChevronDown, ChevronUp, Link2 } from "lucide-react";
import { IconButton } from "@/components/ui/controls/icon-button";
import { useCopy } from "@/components/ui/controls/use-copy";

export interface PanelStep {
  /** Opens the row above or below; null at the end of the page. */
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

interface PanelStepsProps extends PanelStep {
  /** The address of this row alone, from the root. */
  readonly path: string;
}

/** To the rows above and below, and the link to this one. */
export function PanelSteps({ onPrevious, onNext, path }: PanelStepsProps) {
  const { copied, copy } = useCopy(() => new URL(path, window.location.href).href);
  return (
    <>
      <IconButton label="Previous" isDisabled={onPrevious === null} onPress={() => onPrevious?.()}>
        <ChevronUp aria-hidden size={18} />
      </IconButton>
      <IconButton label="Next" isDisabled={onNext === null} onPress={() => onNext?.()}>
        <ChevronDown aria-hidden size={18} />
      </IconButton>
      <IconButton label={copied ? "Copied" : "Copy link"} onPress={copy}>
        <Link2 aria-hidden size={18} />
      </IconButton>
    </>
  );
}
