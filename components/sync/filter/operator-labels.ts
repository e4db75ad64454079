import type { FilterOperator } from "@/lib/engine/pipeline/transform/settings";

/** The sign on the chip, where there is one; else the operator's own words. */
const SIGNS: Partial<Record<FilterOperator, string>> = {
  is: "=",
  "is not": "≠",
  less: "<",
  "less or equal": "≤",
  greater: ">",
  "greater or equal": "≥",
};

export const operatorSign = (operator: FilterOperator): string => SIGNS[operator] ?? operator;
