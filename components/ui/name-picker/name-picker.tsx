"use client";

import { type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { Button } from "react-aria-components/Button";
import { DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { popoverStyle } from "@/components/ui/controls/popover-style";
import { cx } from "@/components/ui/cx";
import { LazyNameList, useNameListSoon } from "./lazy-name-list";
import { makeRoom } from "./make-room";
import type { NameOption, ToNew } from "./name-option";

interface NamePickerProps {
  /** Names the popover and its list. */
  readonly label: string;
  readonly searchLabel: string;
  /** Id of the element that names the button, before what the button says. */
  readonly labelledBy?: string;
  /** The button's content; with `hint` before it for those who cannot see where it stands. */
  readonly children: ReactNode;
  readonly className: string;
  readonly options: readonly NameOption[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
  readonly onOpen?: () => void;
  /** Opens as soon as it is there. */
  readonly startsOpen?: boolean;
  /** Closed without a choice. */
  readonly onLeave?: () => void;
  readonly toNew: ToNew;
}

/** A button that opens a list of names and takes one of them. */
export function NamePicker(props: NamePickerProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useNameListSoon();
  const ownId = useId();
  const open = useEffectEvent(() => {
    makeRoom(button.current);
    setOpen(true);
    props.onOpen?.();
  });
  const { startsOpen = false } = props;
  const [isNew] = useState(startsOpen);
  useEffect(() => {
    if (isNew) open();
  }, [isNew]);
  const choose = (chosen: ReadonlySet<string>) => {
    const [id] = chosen;
    if (id !== undefined) props.onChoose(id);
    setOpen(false);
  };
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(willOpen) => {
        if (willOpen) return open();
        setOpen(false);
        props.onLeave?.();
      }}
    >
      <Button
        ref={button}
        id={ownId}
        className={props.className}
        {...(props.labelledBy !== undefined && {
          "aria-labelledby": `${props.labelledBy} ${ownId}`,
        })}
      >
        {props.children}
      </Button>
      <Popover
        aria-label={props.label}
        placement="bottom start"
        className={cx(popoverStyle, pickerStyle)}
      >
        <LazyNameList
          label={props.label}
          searchLabel={props.searchLabel}
          options={props.options}
          mode="single"
          chosen={new Set(props.chosen === null ? [] : [props.chosen])}
          onChange={choose}
          toNew={props.toNew}
          autoFocus
        />
      </Popover>
    </DialogTrigger>
  );
}

/** On a low screen all of it scrolls. */
export const pickerStyle = "w-[min(26rem,calc(100vw-2rem))] overflow-y-auto";
