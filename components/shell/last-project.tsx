"use client";

import { useEffect } from "react";
import { LAST_PROJECT_COOKIE } from "./last-project-cookie";

const YEAR_MS = 365 * 24 * 3_600_000;

/** Remembers which project `/` shall lead to, where the browser has a cookie store. */
export function LastProject({ id }: { readonly id: number }) {
  useEffect(() => {
    if (!("cookieStore" in window)) return;
    const expires = Date.now() + YEAR_MS;
    window.cookieStore
      .set({ name: LAST_PROJECT_COOKIE, value: String(id), path: "/", sameSite: "lax", expires })
      .catch(() => undefined);
  }, [id]);
  return null;
}
