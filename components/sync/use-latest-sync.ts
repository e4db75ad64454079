"use client";

import { useState } from "react";
import type { Sync } from "@/lib/syncs/sync";

/** The newer of what the page read and what was saved here: a save shows before the page has been read again. */
export function useLatestSync(read: Sync) {
  const [saved, setSaved] = useState(read);
  return { sync: saved.version > read.version ? saved : read, setSaved };
}
