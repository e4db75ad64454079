"use client";

import { lazy } from "react";
import { Initial } from "./initial";
import { LateMenu } from "./late-menu";
import { MenuRow } from "./menu-row";
import type { ShellProps } from "./sidebar";

const load = async () => ({
  default: (await import("./account-items")).AccountItems,
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
