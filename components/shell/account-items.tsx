"use client";

import { KeyRound, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { MenuItem } from "@/components/ui/controls/menu";
import { OpenMenu } from "./open-menu";

async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
}

export function AccountItems({ row }: { readonly row: ReactNode }) {
  return (
    <OpenMenu label="Account" row={row}>
      <MenuItem href="/account">
        <KeyRound aria-hidden size={16} className="text-muted" />
        Change password
      </MenuItem>
      <MenuItem onAction={leave}>
        <LogOut aria-hidden size={16} className="text-muted" />
        Sign out
      </MenuItem>
    </OpenMenu>
  );
}
