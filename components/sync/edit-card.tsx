"use client";

import type { FormEvent, ReactNode } from "react";
import { LeaveGuard } from "@/components/sync/leave-guard";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";

interface EditCardProps {
  readonly title: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** Why the last save did not happen. */
  readonly failure: string | null;
  readonly onSave: (event?: FormEvent) => Promise<void>;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A card in edit mode: Cancel, Save while there is something to save, and a guard against leaving. */
export function EditCard(props: EditCardProps) {
  const { title, isDirty, isSaving, failure } = props;
  return (
    <form noValidate aria-label={title} onSubmit={(event) => void props.onSave(event)}>
      <LeaveGuard isDirty={isDirty && !isSaving} />
      <Card
        title={title}
        actions={
          <>
            <Button onPress={props.onCancel}>Cancel</Button>
            <Button kind="primary" type="submit" isDisabled={!isDirty} isPending={isSaving}>
              Save
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-6">
          {failure !== null && (
            <Callout tone="danger" announce>
              {failure}
            </Callout>
          )}
          {props.children}
        </div>
      </Card>
    </form>
  );
}
