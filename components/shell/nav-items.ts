import {
  ArrowRightFromLine,
  CircleHelp,
  LayoutGrid,
  type LucideIcon,
  RadioTower,
  Rows3,
  Users,
  Waypoints,
} from "lucide-react";

interface NavItem {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** Paths are below /projects/[projectId]/. */
export const NAV_GROUPS: readonly { readonly title: string; readonly items: readonly NavItem[] }[] =
  [
    {
      title: "Connections",
      items: [
        { path: "overview", label: "Overview", icon: Waypoints },
        { path: "catalog", label: "Catalog", icon: LayoutGrid },
        { path: "sources", label: "Sources", icon: RadioTower },
        { path: "destinations", label: "Destinations", icon: ArrowRightFromLine },
      ],
    },
    {
      title: "Project",
      items: [
        { path: "events", label: "Events", icon: Rows3 },
        { path: "users", label: "Users", icon: Users },
        { path: "why", label: "Why?", icon: CircleHelp },
      ],
    },
  ];
