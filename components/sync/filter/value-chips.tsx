"use client";

import { X } from "lucide-react";
import { useMemo } from "react";
import { Button } from "react-aria-components/Button";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { NamesPicker } from "@/components/ui/name-picker/names-picker";
import { NONE } from "@/lib/engine/pipeline/transform/settings";
import { emptyClauseChipStyle, stillChipStyle } from "./chip-style";
import { useKeptFocus } from "./use-kept-focus";

interface ValueChipsProps {
  readonly values: readonly string[];
  /** Last value seen of the property, offered first. */
  readonly example: string | undefined;
  readonly onChange: (values: string[]) => void;
}

const asValue = (typed: string): NameOption => ({ id: typed, label: typed, group: "Value" });
const missing: NameOption = { id: NONE, label: NONE, group: "The property is missing" };

/** The values of a clause, of which one must match. */
export function ValueChips({ values, example, onChange }: ValueChipsProps) {
  const options = useMemo(() => toOptions(values, example), [values, example]);
  const picker = useKeptFocus<HTMLSpanElement>(values.length);
  return (
    <>
      {values.map((value, index) => (
        <span key={value} className={stillChipStyle}>
          <span className="min-w-0 break-all">{value === "" ? "(empty)" : value}</span>
          <Button
            aria-label={`Remove value ${value}`}
            className="focus-ring -mr-1 grid size-6 shrink-0 place-items-center rounded data-hovered:bg-hover"
            onPress={() => onChange(values.toSpliced(index, 1))}
          >
            <X aria-hidden size={14} />
          </Button>
        </span>
      ))}
      <span ref={picker} className="contents">
        <NamesPicker
          label="Values"
          searchLabel="Search or type a value"
          className={emptyClauseChipStyle}
          options={options}
          chosen={values}
          onChoose={(chosen) => onChange([...chosen])}
          toNew={(typed) => [asValue(typed)]}
        >
          {values.length === 0 ? "Select value…" : "or…"}
        </NamesPicker>
      </span>
    </>
  );
}

function toOptions(values: readonly string[], example: string | undefined): readonly NameOption[] {
  const seen = example === undefined || example === "" || values.includes(example) ? [] : [example];
  const rest = values.filter((value) => value !== NONE);
  return [
    missing,
    ...rest.map(asValue),
    ...seen.map((v) => ({ ...asValue(v), group: "Last value seen" })),
  ];
}
