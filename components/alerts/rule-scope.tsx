"use client";

import { Select } from "@/components/ui/controls/select";
import { useQuery } from "@/components/ui/use-query";

/** Whose rules are shown; the choice lives in the address. */
export function RuleScope({
  destinations,
  syncId,
}: {
  readonly destinations: readonly { readonly id: number; readonly name: string }[];
  readonly syncId: number | null;
}) {
  const query = useQuery();
  return (
    <Select
      label="Rules of"
      hideLabel
      className="w-60 max-w-full"
      options={[
        { value: "", label: "The whole project" },
        ...destinations.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      value={syncId === null ? "" : String(syncId)}
      onChange={(destination) => query.set({ destination })}
    />
  );
}
