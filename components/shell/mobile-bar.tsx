"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { Logo } from "./logo";
import type { ShellProps } from "./sidebar";

const load = async () => ({ default: (await import("./drawer")).Drawer });
const Drawer = lazy(load);

/** The top bar of a small screen; its button opens the sidebar as a drawer, which is loaded only then. */
export function MobileBar(props: ShellProps) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    setOpenAt((at) => (at === path ? at : null));
  }, [path]);
  const open = () => {
    setWanted(true);
    setOpenAt(path);
  };
  return (
    <div className="flex h-13 items-center gap-2 border-line border-b bg-surface px-3 lg:hidden">
      <button
        type="button"
        aria-label="Open navigation"
        aria-haspopup="dialog"
        onPointerEnter={load}
        onFocus={load}
        onClick={open}
        className="focus-ring inline-grid size-9 shrink-0 place-items-center rounded text-muted transition-colors hover:bg-hover hover:text-ink"
      >
        <MenuIcon aria-hidden size={20} />
      </button>
      <Link
        href={`/projects/${props.project.id}/overview`}
        className="flex min-w-0 items-center gap-2 rounded font-semibold text-ink"
      >
        <Logo size={24} />
        <span className="truncate">{props.project.name}</span>
      </Link>
      {isWanted && (
        <Suspense fallback={null}>
          <Drawer
            {...props}
            isOpen={openAt === path}
            onOpenChange={(isOpen) => setOpenAt(isOpen ? path : null)}
          />
        </Suspense>
      )}
    </div>
  );
}
