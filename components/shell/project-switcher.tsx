"use client";

import { Check, Plus } from "lucide-react";
import { Initial } from "@/components/shell/initial";
import { MenuButton } from "@/components/shell/menu-button";
import type { ShellProps } from "@/components/shell/sidebar";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";

export function ProjectSwitcher({ project, projects }: Pick<ShellProps, "project" | "projects">) {
  return (
    <Menu
      label="Projects"
      placement="top start"
      trigger={
        <MenuButton label="Project" icon={<Initial name={project.name} />} text={project.name} />
      }
    >
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
    </Menu>
  );
}
