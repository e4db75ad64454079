import { UserSearch } from "lucide-react";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { PageHeader } from "@/components/ui/data/page-header";
import { QuerySearch } from "@/components/ui/forms/query-search";
import type { PersonSummary } from "@/lib/admin/people/person";
import { UsersTable } from "./users-table";

export function UsersView({
  people,
  q,
}: {
  readonly people: readonly PersonSummary[];
  readonly q: string | undefined;
}) {
  const icon = <UserSearch aria-hidden size={22} />;
  return (
    <>
      <PageHeader
        title="Users"
        crumbs={[{ label: "Data" }, { label: "Users" }]}
        description="Look a user up by the beginning of a user ID, by a device ID, or by an Amplitude ID (amplitude_id:28)."
      />
      <QuerySearch name="q" label="User ID, device ID or Amplitude ID" className="max-w-96" />
      <Card flush>
        {people.length > 0 && <UsersTable people={people} />}
        {people.length === 0 &&
          (q ? (
            <EmptyState icon={icon} title="Nobody found">
              User IDs are compared from their first character, upper and lower case matter.
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
