"use client";

import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { Popover } from "@/components/ui/controls/popover";
import { Select } from "@/components/ui/controls/select";
import { QuerySearch } from "@/components/ui/forms/query-search";
import { useQuery } from "@/components/ui/use-query";

const ANY = "any";

const withAny = (values: readonly string[]) => [
  { value: ANY, label: "Any" },
  ...values.map((value) => ({ value, label: value })),
];

/** Search and filter; both live in the address. */
export function CatalogTools({
  types,
  categories,
}: {
  readonly types: readonly string[];
  readonly categories: readonly string[];
}) {
  const query = useQuery();
  const set = (name: string, value: string) => query.set({ [name]: value === ANY ? "" : value });
  const chosen = ["type", "category", "connected"].filter((name) => query.read(name) !== "").length;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <QuerySearch name="q" label="Search" className="w-56 max-w-full flex-1 sm:flex-none" />
      <Popover
        label="Filter"
        className="w-72 max-w-[92vw]"
        trigger={
          <Button>
            <ListFilter aria-hidden size={16} />
            {chosen === 0 ? "Filter" : `Filter (${chosen})`}
          </Button>
        }
      >
        <div className="flex flex-col gap-4">
          <Select
            label="Type"
            options={withAny(types)}
            value={query.read("type") || ANY}
            onChange={(value) => set("type", value)}
          />
          <Select
            label="Category"
            options={withAny(categories)}
            value={query.read("category") || ANY}
            onChange={(value) => set("category", value)}
          />
          <Select
            label="Connected"
            options={[
              { value: ANY, label: "Any" },
              { value: "yes", label: "Connected" },
              { value: "no", label: "Not connected" },
            ]}
            value={query.read("connected") || ANY}
            onChange={(value) => set("connected", value)}
          />
        </div>
      </Popover>
    </div>
  );
}
