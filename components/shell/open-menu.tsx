"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { RouterProvider } from "react-aria-components";
import { Button } from "react-aria-components/Button";
import { Menu } from "@/components/ui/controls/menu";
import { menuRowStyle } from "./menu-row";

/** A menu of the sidebar that opens when it appears. Its links navigate without loading the page anew. */
export function OpenMenu({
  label,
  row,
  children,
}: {
  readonly label: string;
  readonly row: ReactNode;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  // After the button has the focus: there it returns to.
  useEffect(() => setOpen(true), []);
  return (
    <RouterProvider navigate={(href) => router.push(href)}>
      <Menu
        label={label}
        placement="top start"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button autoFocus className={menuRowStyle}>
            {row}
          </Button>
        }
      >
        {children}
      </Menu>
    </RouterProvider>
  );
}
