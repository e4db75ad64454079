"use client";

import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { Button } from "@/components/ui/controls/button";
import { popoverStyle } from "@/components/ui/controls/popover-style";
import { cx } from "@/components/ui/cx";
import { LazyNameList, useNameListSoon } from "./lazy-name-list";
import { makeRoom } from "./make-room";
import type { NameOption, ToNew } from "./name-option";
import { pickerStyle } from "./name-picker";

interface NamesPickerProps {
  readonly label: string;
  readonly searchLabel: string;
  readonly children: ReactNode;
  readonly className: string;
  readonly options: readonly NameOption[];
  readonly chosen: readonly string[];
  /** Called once, when the list closes by anything but Escape. */
  readonly onChoose: (ids: readonly string[]) => void;
  readonly toNew: ToNew;
  readonly note?: string | undefined;
}

/** A button that opens a list of names and takes any number of them when it closes. */
export function NamesPicker(props: NamesPickerProps) {
  const [isOpen, setOpen] = useState(false);
  useNameListSoon();
  const [draft, setDraft] = useState<ReadonlySet<string>>(new Set());
  const button = useRef<HTMLButtonElement>(null);
  const escaped = useRef(false);
  const change = (open: boolean) => {
    if (open) {
      makeRoom(button.current);
      setDraft(new Set(props.chosen));
    } else if (!escaped.current) props.onChoose([...draft]);
    escaped.current = false;
    setOpen(open);
  };
  const noteEscape = (event: KeyboardEvent) => {
    if (event.key === "Escape") escaped.current = true;
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={change}>
      <AriaButton ref={button} className={props.className}>
        {props.children}
      </AriaButton>
      <Popover
        aria-label={props.label}
        placement="bottom start"
        className={cx(popoverStyle, pickerStyle)}
      >
        <div role="presentation" onKeyDownCapture={noteEscape}>
          <LazyNameList
            label={props.label}
            searchLabel={props.searchLabel}
            options={props.options}
            mode="multiple"
            chosen={draft}
            onChange={setDraft}
            toNew={props.toNew}
            note={props.note}
            autoFocus
          />
        </div>
        <div className="sticky bottom-0 flex justify-end border-line border-t bg-surface p-2">
          <Button kind="primary" size="sm" onPress={() => change(false)}>
            Done
          </Button>
        </div>
      </Popover>
    </DialogTrigger>
  );
}
