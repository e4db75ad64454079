import { formatQuantity } from "@/components/ui/text/format-number";

/** "12 properties": the panel's summary when it is closed. */
export const describeChosen = (count: number): string =>
  count === 0
    ? "No properties selected: none will be sent"
    : formatQuantity(count, "property", "properties");
