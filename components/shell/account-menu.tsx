"use client";

import { KeyRound, LogOut } from "lucide-react";
import { Initial } from "@/components/shell/initial";
import { MenuButton } from "@/components/shell/menu-button";
import type { ShellProps } from "@/components/shell/sidebar";
import { Menu, MenuItem } from "@/components/ui/menu";

async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
}

export function AccountMenu({ account }: Pick<ShellProps, "account">) {
  return (
    <Menu
      label="Account"
      placement="top start"
      trigger={
        <MenuButton
          label="Account"
          icon={<Initial name={account.name} round />}
          text={account.name}
        />
      }
    >
      <MenuItem href="/account">
        <KeyRound aria-hidden size={16} className="text-muted" />
        Change password
      </MenuItem>
      <MenuItem onAction={leave}>
        <LogOut aria-hidden size={16} className="text-muted" />
        Sign out
      </MenuItem>
    </Menu>
  );
}
