/** One line of the table. Numbers are shown as they are given, with `unit` behind them. */
export interface Row {
  readonly figure: string;
  readonly measured: number;
  readonly unit: string;
  /** The bare program's, in the same unit and run; absent when there is nothing to compare with. */
  readonly floor?: number;
  readonly ratio?: number;
  readonly budget?: Budget;
}

interface Budget {
  readonly of: "measured" | "ratio";
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Null when the row has no budget. */
export function isWithin({ measured, ratio, budget }: Row): boolean | null {
  if (budget === undefined) return null;
  const value = budget.of === "ratio" ? (ratio ?? 0) : measured;
  return value >= (budget.atLeast ?? value) && value <= (budget.atMost ?? value);
}

/** The table as text, in columns. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [
    ["figure", "measured", "floor", "ratio", "budget", ""],
    ...rows.map((row) => [
      row.figure,
      `${round(row.measured)} ${row.unit}`.trim(),
      row.floor === undefined ? "" : `${round(row.floor)} ${row.unit}`.trim(),
      row.ratio === undefined ? "" : row.ratio.toFixed(2),
      formatBudget(row),
      verdict(isWithin(row)),
    ]),
  ];
  const widths = cells[0]?.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths?.[column] ?? 0) : cell.padStart(widths?.[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function formatBudget({ budget, unit }: Row): string {
  if (budget === undefined) return "";
  const [sign, value] = budget.atLeast === undefined ? ["≤", budget.atMost] : ["≥", budget.atLeast];
  return `${sign} ${value}${budget.of === "ratio" ? "×" : ` ${unit}`.trimEnd()}`;
}

function verdict(within: boolean | null): string {
  if (within === null) return "";
  return within ? "ok" : "SHORT";
}

function round(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.?0+$/, "");
}
