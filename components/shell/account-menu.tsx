"use client";

import { lazy } from "react";
import { Initial } from "@/components/shell/initial";
import { LateMenu } from "@/components/shell/late-menu";
import { MenuRow } from "@/components/shell/menu-row";
import type { ShellProps } from "@/components/shell/sidebar";

const load = async () => ({
  default: (await import("@/components/shell/account-items")).AccountItems,
});
const AccountItems = lazy(load);

export function AccountMenu({ account: { name } }: Pick<ShellProps, "account">) {
  const row = <MenuRow label="Account" icon={<Initial name={name} round />} text={name} />;
  return (
    <LateMenu row={row} load={load}>
      <AccountItems row={row} />
    </LateMenu>
  );
}
