"use client";

import { type ReactNode, Suspense, useState } from "react";
import { menuRowStyle } from "./menu-row";

/** A row of the sidebar whose menu, with all that menus need, is loaded when somebody is about to open it. */
export function LateMenu({
  row,
  load,
  children,
}: {
  readonly row: ReactNode;
  readonly load: () => Promise<unknown>;
  /** The menu, lazy: it opens as soon as it is there. */
  readonly children: ReactNode;
}) {
  const [isWanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      className={menuRowStyle}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => setWanted(true)}
      onKeyDown={({ key }) => (key === "ArrowDown" || key === "ArrowUp") && setWanted(true)}
    >
      {row}
    </button>
  );
  return isWanted ? <Suspense fallback={button}>{children}</Suspense> : button;
}
