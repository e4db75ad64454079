import type { Context } from "@/lib/admin/verb/context";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { connectorOf } from "@/lib/engine/connectors/registry";
import type { Identifier } from "@/lib/engine/pipeline/ports";
import { identifiersOf } from "@/lib/engine/pipeline/transform/read-identifier";
import { type FoundRow, findValues } from "@/lib/engine/store/search/find-values";
import { searchText } from "@/lib/engine/store/search/search-text";
import { USER_ID_NAME } from "@/lib/engine/store/search/searched-properties";
import { searchedValues } from "@/lib/engine/store/search/searched-value";
import { storedConfig, storedSettings } from "@/lib/engine/store/stored-sync";
import type { PersonId, ProjectId, SyncId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import type { Person, Sync } from "@/lib/platform/postgres/generated/client";

/** Others that are named for one identifier; a value that more have is told as "at least so many". */
export const SHARING_PEOPLE_MAX = 20;

export interface SharedIdentifier {
  readonly syncId: SyncId;
  readonly syncName: string;
  /** The name of the destination. */
  readonly destination: string;
  readonly value: string;
  readonly others: readonly { readonly id: PersonId; readonly userId: string | null }[];
  /** True when there are more than SHARING_PEOPLE_MAX. */
  readonly more: boolean;
}

/**
 * Who is, for a destination, the same person as this one: the same value in the property that a sync maps to the
 * identifier. A device belongs to one person, so nobody shares one.
 */
export async function sharedIdentifiers(
  ctx: Context,
  projectId: ProjectId,
  person: Person,
): Promise<readonly SharedIdentifier[]> {
  const syncs = await ctx.db.sync.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  const shared: SharedIdentifier[] = [];
  for (const sync of syncs) {
    const identityOf = identityUnder(sync);
    const own = identityOf?.(person);
    if (identityOf === undefined || own === undefined) continue;
    const found = await candidates(ctx, projectId, person, own.name, own.value);
    const others = found.filter((other) => isSame(sync, own, identityOf(other)));
    if (others.length === 0) continue;
    shared.push({
      syncId: sync.id as SyncId,
      syncName: sync.name,
      destination: connectorOf(sync.partner).definition.displayName,
      value: own.value,
      others: others
        .slice(0, SHARING_PEOPLE_MAX)
        .map(({ id, userId }) => ({ id: Number(id) as PersonId, userId })),
      more: others.length > SHARING_PEOPLE_MAX,
    });
  }
  return shared;
}

/** Everybody else who has this value, in any case. */
async function candidates(
  { db }: Context,
  projectId: ProjectId,
  person: Person,
  name: string,
  value: string,
): Promise<readonly Person[]> {
  // The person themselves, and more than are named.
  const limit = SHARING_PEOPLE_MAX + 2;
  const rows = await runStatement<FoundRow>(
    db,
    findValues(projectId, searchText(value), "whole", limit, name),
  );
  const ids = rows.map(({ person_id }) => BigInt(person_id)).filter((id) => id !== person.id);
  return db.person.findMany({ where: { projectId, id: { in: ids } }, orderBy: { id: "asc" } });
}

interface Identity extends Identifier {
  /** In search_properties. */
  readonly name: string;
}

/**
 * By which property somebody is known, and as whom; undefined for a sync that cannot be read. A mapped device ends the
 * search: it is one person's.
 */
function identityUnder(sync: Sync): ((person: Person) => Identity | undefined) | undefined {
  try {
    const mapped = identifiersOf(storedSettings(sync));
    const device = mapped.indexOf("device_id");
    const names = (device < 0 ? mapped : mapped.slice(0, device)).map((ref) =>
      ref === "user_id" ? USER_ID_NAME : ref.slice("gp:".length),
    );
    const identify = connectorOf(sync.partner).identify(storedConfig(sync));
    return (person) => {
      const readValue = searchedValues(person);
      for (const property of names) {
        const result = identify(readValue(property));
        if (result.ok) return { ...result.value, name: property };
        if (result.error.reason !== "missing_identifier") return undefined;
      }
      return undefined;
    };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function isSame({ partner }: Sync, own: Identifier, other: Identifier | undefined): boolean {
  if (other === undefined || own.kind !== other.kind) return false;
  if (own.value === other.value) return true;
  const kinds = connectorOf(partner).definition.identifierKinds;
  const anyCase = kinds.find(({ kind }) => kind === own.kind)?.anyCase === true;
  return anyCase && own.value.toLowerCase() === other.value.toLowerCase();
}
