import type { Sync } from "@/lib/admin/syncs/sync";
import { type SyncRow, toSync } from "@/lib/admin/syncs/sync-row";
import { AppError } from "@/lib/kernel/errors";

/** Somebody saved the sync in between; `current` is what it is now. */
export class VersionMismatch extends AppError {
  readonly current: Sync;

  constructor(expected: number, current: Sync) {
    super(
      "version_mismatch",
      `${current.updatedBy} saved this sync meanwhile: it is at version ${current.version}, you changed version ${expected}. Look at the difference and save again`,
    );
    this.current = current;
  }
}

/** Fourth guard: the version the caller has seen, when it says one. */
export function requireVersion(row: SyncRow, expected: number | undefined): void {
  if (expected !== undefined && expected !== row.version) {
    throw new VersionMismatch(expected, toSync(row));
  }
}
