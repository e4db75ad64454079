import Link from "next/link";
import { Callout } from "@/components/ui/data/callout";
import type { PersonDetail } from "@/lib/admin/people/person";
import { personTitle } from "./person-title";

/** Users that a destination takes for the same person. */
export function SharedIdentifiers({
  projectId,
  shared,
}: Pick<PersonDetail, "projectId" | "shared">) {
  return shared.map(({ syncId, syncName, destination, value, others, more }) => (
    <Callout key={syncId} tone="caution" title={`Not alone in ${destination}`}>
      <p>
        <Link
          href={`/projects/${projectId}/destinations/${syncId}/mappings`}
          className="rounded text-link [overflow-wrap:anywhere] hover:underline"
        >
          {syncName}
        </Link>{" "}
        sends this user as <span className="font-medium [overflow-wrap:anywhere]">{value}</span>,
        and so it does with:
      </p>
      <ul className="mt-1">
        {others.map(({ id, userId }) => (
          <li key={id}>
            <Link
              href={`/projects/${projectId}/users/${id}`}
              className="rounded text-link [overflow-wrap:anywhere] hover:underline"
            >
              {personTitle({ userId, id })}
            </Link>
          </li>
        ))}
        {more && <li>and others</li>}
      </ul>
    </Callout>
  ));
}
