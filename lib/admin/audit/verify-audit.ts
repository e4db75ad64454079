import { createHash } from "node:crypto";
import type { Database } from "@/lib/platform/postgres/prisma";

/** Entries that are read at a time. */
const PAGE = 5_000;

export interface AuditVerdict {
  /** Sealed entries that were looked at. */
  readonly entries: number;
  /** The last seal in hex, to be noted somewhere else; empty when there is no entry. */
  readonly head: string;
  /** What is wrong first, in a sentence; null when nothing is. */
  readonly fault: string | null;
}

interface Row {
  readonly place: bigint;
  readonly entry_id: bigint;
  readonly seal: string;
  /** What the seal is made of, after the seal before; null when the entry is gone. */
  readonly entry: string | null;
}

/**
 * Works out every seal anew, with nothing of what the database could have been told to work out, and says where the log
 * was changed. Entries cut off at the end leave no trace but a seal that was noted before.
 * @param noted a seal of before, in hex, that has to be there still
 */
export async function verifyAudit(db: Database, noted?: string): Promise<AuditVerdict> {
  let [entries, head, after, wasSeen] = [0, "", 0n, noted === undefined];
  const verdict = (fault: string | null): AuditVerdict => ({ entries, head, fault });
  for (;;) {
    const rows = await readPage(db, after);
    for (const row of rows) {
      const fault = faultOf(row, after + 1n, head);
      if (fault !== null) return verdict(fault);
      [entries, head, after] = [entries + 1, row.seal, row.place];
      wasSeen ||= head === noted;
    }
    if (rows.length < PAGE) break;
  }
  const stray = await db.$queryRaw<{ readonly id: bigint }[]>`
    SELECT l.id FROM audit_log l LEFT JOIN audit_seals s ON s.entry_id = l.id WHERE s.place IS NULL ORDER BY 1 LIMIT 1`;
  if (stray[0] !== undefined) return verdict(`Entry ${stray[0].id} has no seal`);
  return verdict(wasSeen ? null : "The noted seal is not there: entries at the end are missing");
}

/** What is wrong with the seal that follows `before`. Pure. */
function faultOf({ place, entry_id: id, seal, entry }: Row, next: bigint, before: string) {
  if (place !== next) return `Seal ${next} is missing`;
  if (entry === null) return `Entry ${id} was deleted`;
  const text = `["${before}", ${entry.slice(1)}`;
  const isSealed = createHash("sha256").update(text, "utf8").digest("hex") === seal;
  return isSealed ? null : `Entry ${id}, or its seal, was changed`;
}

const readPage = (db: Database, after: bigint): Promise<Row[]> => db.$queryRaw<Row[]>`
  SELECT s.place, s.entry_id, encode(s.seal, 'hex') AS seal,
    CASE WHEN l.id IS NOT NULL THEN jsonb_build_array(
      l.id, (extract(epoch FROM l.at) * 1000)::bigint, l.actor, l.project_id, l.action, l.target, l.details
    )::text END AS entry
  FROM audit_seals s LEFT JOIN audit_log l ON l.id = s.entry_id
  WHERE s.place > ${after} ORDER BY s.place LIMIT ${PAGE}`;
