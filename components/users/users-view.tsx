import { UserSearch } from "lucide-react";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import { QuerySearch } from "@/components/ui/forms/query-search";
import type { FoundPeople } from "@/lib/admin/people/find-people";
import { UsersTable } from "./users-table";

interface UsersViewProps {
  readonly found: FoundPeople;
  readonly q: string | undefined;
}

export function UsersView({ found: { people, filling }, q }: UsersViewProps) {
  const icon = <UserSearch aria-hidden size={22} />;
  return (
    <>
      <PageHeader
        title="Users"
        crumbs={[{ label: "Data" }, { label: "Users" }]}
        description="Look a user up by e-mail, user ID, device ID, or any value that a destination gets of them. An Amplitude ID is asked for as amplitude_id:28."
      />
      <QuerySearch
        name="q"
        label="E-mail, user ID, device ID or another value"
        className="max-w-96"
      />
      <Card flush>
        {people.length > 0 && <UsersTable people={people} />}
        {people.length === 0 &&
          (q ? (
            <EmptyState icon={icon} title="Nobody found">
              {filling
                ? "Users of before are still being made ready for the search: try again in a minute."
                : "Values are compared from their first character; a device ID is compared whole."}
            </EmptyState>
          ) : (
            <EmptyState icon={icon} title="No users yet">
              A user appears with the first event that carries a user ID or a device ID.
            </EmptyState>
          ))}
      </Card>
    </>
  );
}
