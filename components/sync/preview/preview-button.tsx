"use client";

import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { SidePanel } from "@/components/ui/controls/side-panel";
import { PreviewPanel, type PreviewPanelProps } from "./preview-panel";

type PreviewButtonProps = Omit<PreviewPanelProps, "draft"> & {
  /** The edits as they are now; without, the settings as they are saved. */
  readonly edits?: () => PreviewPanelProps["draft"];
};

const NO_EDITS = () => ({});

/** Opens the preview: what the sync would do with an event, with the edits as they are now. */
export function PreviewButton({ edits = NO_EDITS, ...props }: PreviewButtonProps) {
  const [draft, setDraft] = useState<PreviewPanelProps["draft"] | null>(null);
  return (
    <>
      <Button onPress={() => setDraft(edits())}>Preview</Button>
      <SidePanel
        title="Preview"
        subtitle="What this sync would do with an event, with the edits as they are now."
        isOpen={draft !== null}
        onClose={() => setDraft(null)}
      >
        {draft !== null && <PreviewPanel {...props} draft={draft} />}
      </SidePanel>
    </>
  );
}
