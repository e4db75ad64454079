"use client";

import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { useQuery } from "@/components/ui/use-query";
import { AUDIT_ACTIONS } from "@/lib/admin/audit/audit-action";

const ANY = "";
const ACTIONS = [
  { value: ANY, label: "Any action" },
  ...Object.entries(AUDIT_ACTIONS).map(([value, label]) => ({ value, label })),
];

/** Whose entries and which; the choice lives in the address. */
export function AuditFilters({ actors }: { readonly actors: readonly string[] }) {
  const query = useQuery();
  const people = [
    { value: ANY, label: "Anybody" },
    ...actors.map((actor) => ({ value: actor, label: actor })),
  ];
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label="Who"
        hideLabel
        className="w-60 max-w-full flex-1 sm:flex-none"
        options={people}
        value={query.read("actor")}
        onChange={(actor) => query.set({ actor, cursor: "" })}
      />
      <Select
        label="What"
        hideLabel
        className="w-52 max-w-full flex-1 sm:flex-none"
        options={ACTIONS}
        value={query.read("action")}
        onChange={(action) => query.set({ action, cursor: "" })}
      />
      {query.read("cursor") !== "" && (
        <Button onPress={() => query.set({ cursor: "" })}>Back to newest</Button>
      )}
    </div>
  );
}
