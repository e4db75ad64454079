"use client";

import { lazy } from "react";
import { Initial } from "./initial";
import { LateMenu } from "./late-menu";
import { MenuRow } from "./menu-row";
import type { ShellProps } from "./sidebar";

const load = async () => ({
  default: (await import("./project-menu")).ProjectMenu,
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
