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

/** In words, for the list: "less" alone is no English. */
const WORDS: Partial<Record<FilterOperator, string>> = {
  less: "less than",
  "less or equal": "less than or equal to",
  greater: "greater than",
  "greater or equal": "greater than or equal to",
};

export const operatorWords = (operator: FilterOperator): string => WORDS[operator] ?? operator;

export const operatorSign = (operator: FilterOperator): string => SIGNS[operator] ?? operator;
