"use client";

import { Check, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Initial } from "@/components/shell/initial";
import { OpenMenu } from "@/components/shell/open-menu";
import type { ShellProps } from "@/components/shell/sidebar";
import { MenuItem, MenuSeparator } from "@/components/ui/menu";

export function ProjectMenu({
  project,
  projects,
  row,
}: Pick<ShellProps, "project" | "projects"> & { readonly row: ReactNode }) {
  return (
    <OpenMenu label="Projects" row={row}>
      {projects.map((each) => (
        <MenuItem key={each.id} href={`/projects/${each.id}/overview`} textValue={each.name}>
          <Initial name={each.name} />
          <span className="min-w-0 flex-1 truncate">{each.name}</span>
          {each.id === project.id && <Check aria-hidden size={15} className="text-link" />}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem href="/projects/new">
        <Plus aria-hidden size={16} className="text-muted" />
        New project
      </MenuItem>
    </OpenMenu>
  );
}
