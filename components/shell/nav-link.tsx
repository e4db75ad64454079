"use client";

import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";

export function NavLink({
  href,
  label,
  icon: Icon,
}: {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
}) {
  const path = usePathname();
  const isCurrent = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cx(
        "flex h-9 items-center gap-2.5 rounded px-2.5 transition-colors",
        isCurrent ? "bg-accent-soft font-semibold text-link" : "text-ink hover:bg-hover",
      )}
    >
      <Icon aria-hidden size={17} className={cx("shrink-0", isCurrent ? "" : "text-muted")} />
      {label}
    </Link>
  );
}
