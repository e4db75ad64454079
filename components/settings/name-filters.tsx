"use client";

import { Select } from "@/components/ui/controls/select";
import { QuerySearch } from "@/components/ui/forms/query-search";
import { useQuery } from "@/components/ui/use-query";
import { NAME_KINDS, type NameKind } from "@/lib/admin/names/name-registry";

const PLURALS: Readonly<Record<NameKind, string>> = {
  event_type: "Events",
  event_property: "Event properties",
  user_property: "User properties",
};
const KINDS = NAME_KINDS.map((value) => ({ value, label: PLURALS[value] }));

/** Which names; the choice lives in the address. */
export function NameFilters({ kind }: { readonly kind: NameKind }) {
  const query = useQuery();
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label="Kind"
        hideLabel
        className="w-48 max-w-full flex-1 sm:flex-none"
        options={KINDS}
        value={kind}
        onChange={(next) => query.set({ kind: next })}
      />
      <QuerySearch name="q" label="Search names" className="w-64 max-w-full flex-1 sm:flex-none" />
    </div>
  );
}
