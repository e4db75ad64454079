"use client";

import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { Card } from "@/components/ui/data/card";
import { type Failure, FormFailure } from "@/components/ui/forms/form-failure";
import { useIsLeaving } from "./edit-mode";
import type { Problem } from "./error-list";
import { LeaveGuard } from "./leave-guard";

interface EditCardProps {
  readonly title: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** Why the last save did not happen. */
  readonly failure: Failure | undefined;
  /** What is wrong with the fields; each leads to its field. */
  readonly problems: readonly Problem[];
  readonly onGoTo: (path: string) => void;
  readonly onSave: (event?: FormEvent) => Promise<void>;
  readonly onCancel: () => void;
  /** No padding around the children, e.g. for a table. */
  readonly flush?: boolean;
  /** Buttons before Cancel. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A card in edit mode: Cancel, Save while there is something to save, and a guard against leaving. */
export function EditCard(props: EditCardProps) {
  const { title, isDirty, failure, problems, onCancel, flush = false } = props;
  const isSaved = useIsLeaving();
  const isSaving = props.isSaving || isSaved;
  const [isCancelling, setCancelling] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.focus({ preventScroll: true }), []);
  // Wherever the focus is: a dialog that closed may have left it nowhere.
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const isAsked = document.querySelector("[role=alertdialog]") !== null;
    if (isDirty && !isSaving && !isAsked) form.current?.requestSubmit();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <form
      // Sent before the script is there, what was typed is in no address.
      method="post"
      ref={form}
      noValidate
      aria-label={title}
      tabIndex={-1}
      className="outline-none"
      onSubmit={(event) => void props.onSave(event)}
    >
      <LeaveGuard
        isDirty={isDirty && !isSaving}
        isCancelling={isCancelling}
        onCancel={onCancel}
        onKeep={() => setCancelling(false)}
      />
      <Card
        title={title}
        flush={flush}
        stickyHead
        actions={
          <>
            {props.actions}
            <Button
              isDisabled={isSaving}
              onPress={() => (isDirty ? setCancelling(true) : onCancel())}
            >
              Cancel
            </Button>
            <Button kind="primary" type="submit" isDisabled={!isDirty} isPending={isSaving}>
              Save
            </Button>
          </>
        }
      >
        <div className={flush ? "flex flex-col" : "flex flex-col gap-6"}>
          {(failure !== undefined || problems.length > 0) && (
            <div className={flush ? "p-4" : ""}>
              <FormFailure title="Nothing was saved" failure={failure}>
                <ul className="list-disc pl-4">
                  {problems.map(({ path, text }) => (
                    <li key={path}>
                      <button
                        type="button"
                        onClick={() => props.onGoTo(path)}
                        className="focus-ring rounded text-left underline underline-offset-2 hover:no-underline"
                      >
                        {text}
                      </button>
                    </li>
                  ))}
                </ul>
              </FormFailure>
            </div>
          )}
          {props.children}
        </div>
      </Card>
    </form>
  );
}
