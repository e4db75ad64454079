"use client";

import { Settings } from "lucide-react";
import Link from "next/link";
import { AccountMenu } from "./account-menu";
import { Logo } from "./logo";
import { NAV_GROUPS } from "./nav-items";
import { NavLink } from "./nav-link";
import { ProjectSwitcher } from "./project-switcher";

export interface ShellProps {
  readonly project: { readonly id: number; readonly name: string };
  readonly projects: readonly { readonly id: number; readonly name: string }[];
  readonly account: { readonly name: string; readonly email: string };
}

/** What stands in the sidebar, and in the drawer on a small screen. */
export function Sidebar({ project, projects, account }: ShellProps) {
  const base = `/projects/${project.id}`;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Link
        href={`${base}/overview`}
        className="flex h-14 shrink-0 items-center gap-2.5 rounded px-5 font-semibold text-ink text-lg tracking-[-0.01em] outline-offset-[-2px]"
      >
        <Logo />
        Tributary
      </Link>
      <nav
        aria-label="Main"
        className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-3 py-2"
      >
        <Link
          href={`${base}/overview`}
          className="w-fit rounded px-2.5 font-semibold text-ink text-xl hover:underline"
        >
          Data
        </Link>
        {NAV_GROUPS.map((group) => (
          <div key={group.title}>
            <p className="px-2.5 pb-1 font-semibold text-2xs text-muted uppercase tracking-wider">
              {group.title}
            </p>
            <ul className="flex flex-col gap-0.5">
              {group.items.map(({ path, label, icon }) => (
                <li key={path}>
                  <NavLink href={`${base}/${path}`} label={label} icon={icon} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="flex shrink-0 flex-col gap-0.5 border-line border-t p-3">
        <ProjectSwitcher project={project} projects={projects} />
        <NavLink href={`${base}/settings`} label="Settings" icon={Settings} />
        <AccountMenu account={account} />
      </div>
    </div>
  );
}
