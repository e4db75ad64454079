"use client";

import { Check } from "lucide-react";
import { Button } from "react-aria-components/Button";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Select, SelectValue } from "react-aria-components/Select";
import { itemStyle, popoverStyle } from "@/components/ui/controls/popover-style";
import { FILTER_OPERATORS, type FilterOperator } from "@/lib/engine/pipeline/transform/settings";
import { chipStyle } from "./chip-style";
import { operatorSign, operatorWords } from "./operator-labels";

interface OperatorSelectProps {
  readonly value: FilterOperator;
  readonly onChange: (operator: FilterOperator) => void;
}

/** The operator as a chip with its sign; the list says the words. */
export function OperatorSelect({ value, onChange }: OperatorSelectProps) {
  const choose = (key: unknown) => {
    const operator = FILTER_OPERATORS.find((candidate) => candidate === key);
    if (operator !== undefined) onChange(operator);
  };
  return (
    <Select aria-label="Operator" value={value} onChange={choose}>
      <Button className={chipStyle}>
        <SelectValue>
          <span aria-hidden>{operatorSign(value)}</span>
          <span className="sr-only">{operatorWords(value)}</span>
        </SelectValue>
      </Button>
      <Popover className={popoverStyle}>
        <ListBox className="max-h-80 min-w-56 overflow-auto p-1 outline-none">
          {FILTER_OPERATORS.map((operator) => (
            <ListBoxItem
              key={operator}
              id={operator}
              textValue={operatorWords(operator)}
              className={itemStyle}
            >
              {({ isSelected }) => (
                <>
                  <span aria-hidden className="w-5 text-center text-muted">
                    {operatorSign(operator) === operator ? "" : operatorSign(operator)}
                  </span>
                  <span className="flex-1">{operatorWords(operator)}</span>
                  {isSelected && <Check aria-hidden size={15} className="text-link" />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
