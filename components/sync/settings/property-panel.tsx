"use client";

import { useCallback, useMemo } from "react";
import { FieldPanel } from "@/components/sync/field-panel";
import { WhenOpen } from "@/components/sync/when-open";
import { Callout } from "@/components/ui/data/callout";
import { errorStyle } from "@/components/ui/forms/field-style";
import { NameList } from "@/components/ui/name-picker/name-list";
import type { NameOption, ToNew } from "@/components/ui/name-picker/name-option";
import { withUnseen } from "@/components/ui/name-picker/name-option";
import { describeChosen } from "./describe-chosen";

interface PropertyPanelProps {
  readonly title: string;
  /** Path in the form. */
  readonly field: string;
  readonly label: string;
  readonly searchLabel: string;
  readonly hint: string;
  readonly options: readonly NameOption[];
  readonly value: readonly string[];
  readonly onChange: (names: string[]) => void;
  readonly toNew: (name: string) => NameOption;
  readonly error: string | undefined;
}

/** A panel that chooses the properties to send. */
export function PropertyPanel(props: PropertyPanelProps) {
  const { options, value, toNew } = props;
  const chosen = useMemo(() => new Set(value), [value]);
  const all = useMemo(() => withUnseen(options, chosen, toNew), [options, chosen, toNew]);
  const typed = useCallback<ToNew>((name) => [toNew(name)], [toNew]);
  return (
    <FieldPanel
      title={props.title}
      fields={[props.field]}
      summary={props.error ?? describeChosen(value.length)}
    >
      <p className="pb-3 text-muted text-sm">{props.hint}</p>
      <div className="overflow-hidden rounded border border-line-strong">
        <WhenOpen>
          <NameList
            label={props.label}
            searchLabel={props.searchLabel}
            options={all}
            mode="multiple"
            chosen={chosen}
            onChange={(names) => props.onChange([...names])}
            toNew={typed}
            note={options.length === 0 ? nothingYet(props.label) : undefined}
          />
        </WhenOpen>
      </div>
      <Cautions names={value} toOption={toNew} />
      {props.error !== undefined && (
        <p role="alert" className={`${errorStyle} pt-2`}>
          {props.error}
        </p>
      )}
    </FieldPanel>
  );
}

const nothingYet = (label: string): string =>
  `No ${label.toLowerCase()} have arrived in this project yet. Send an event (Sources shows how), or type a name to add it.`;

/** What the chosen names do of their own at the destination. */
function Cautions({
  names,
  toOption,
}: {
  readonly names: readonly string[];
  readonly toOption: (name: string) => NameOption;
}) {
  const cautioned = names.map(toOption).filter((option) => option.caution !== undefined);
  if (cautioned.length === 0) return null;
  return (
    <div className="pt-3">
      <Callout tone="caution">
        <ul>
          {cautioned.map((option) => (
            <li key={option.id}>
              <strong>{option.label}</strong>: {option.caution?.message}
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
