import type { ReactNode } from "react";
import type { LoadEventNames, SyncRef } from "@/components/sync/sync-verbs";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import type { SampleKind } from "@/lib/admin/syncs/test/find-samples";
import type { TestRequest } from "@/lib/admin/syncs/test/send-test-event";
import type { ActionResult } from "@/lib/web/action-result";

/** The event that is previewed: one of the two. */
export interface Chosen {
  readonly uuid?: string;
  /** JSON text. */
  readonly payload?: string;
}

interface Drafted extends SyncRef {
  readonly draft: SyncPatch;
}

export interface PreviewShown {
  readonly isSent: boolean;
  readonly view: ReactNode;
}

/** The server actions of the preview. */
export interface PreviewVerbs {
  readonly find: (
    input: Drafted & {
      readonly kind: SampleKind;
      readonly person: string;
      readonly name: string;
    },
  ) => Promise<ActionResult<readonly EventSummary[]>>;
  readonly names: LoadEventNames;
  readonly ask: (input: Drafted & Chosen) => Promise<ActionResult<PreviewShown>>;
  readonly send: (
    input: Drafted & Chosen & { readonly person: string },
  ) => Promise<ActionResult<readonly TestRequest[]>>;
}
