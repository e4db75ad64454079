"use client";

import { Check, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { MenuItem, MenuSeparator } from "@/components/ui/controls/menu";
import { Initial } from "./initial";
import { OpenMenu } from "./open-menu";
import { useMay } from "./rights";
import type { ShellProps } from "./sidebar";

export function ProjectMenu({
  project,
  projects,
  row,
}: Pick<ShellProps, "project" | "projects"> & { readonly row: ReactNode }) {
  const mayCreate = useMay("instance:write");
  return (
    <OpenMenu label="Projects" row={row}>
      {projects.map((each) => (
        <MenuItem key={each.id} href={`/projects/${each.id}/overview`} textValue={each.name}>
          <Initial name={each.name} />
          <span className="min-w-0 flex-1 truncate">{each.name}</span>
          {each.id === project.id && <Check aria-hidden size={15} className="text-link" />}
        </MenuItem>
      ))}
      {mayCreate && <MenuSeparator />}
      {mayCreate && (
        <MenuItem href="/projects/new">
          <Plus aria-hidden size={16} className="text-muted" />
          New project
        </MenuItem>
      )}
    </OpenMenu>
  );
}
