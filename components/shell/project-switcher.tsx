"use client";

import { lazy } from "react";
import { Initial } from "@/components/shell/initial";
import { LateMenu } from "@/components/shell/late-menu";
import { MenuRow } from "@/components/shell/menu-row";
import type { ShellProps } from "@/components/shell/sidebar";

const load = async () => ({
  default: (await import("@/components/shell/project-menu")).ProjectMenu,
});
const ProjectMenu = lazy(load);

export function ProjectSwitcher(props: Pick<ShellProps, "project" | "projects">) {
  const { name } = props.project;
  const row = <MenuRow label="Project" icon={<Initial name={name} />} text={name} />;
  return (
    <LateMenu row={row} load={load}>
      <ProjectMenu {...props} row={row} />
    </LateMenu>
  );
}
