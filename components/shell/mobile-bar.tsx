"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Logo } from "@/components/shell/logo";
import { type ShellProps, Sidebar } from "@/components/shell/sidebar";
import { IconButton } from "@/components/ui/icon-button";

/** The top bar of a small screen; its button opens the sidebar as a drawer. */
export function MobileBar(props: ShellProps) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  useEffect(() => {
    setOpenAt((at) => (at === path ? at : null));
  }, [path]);
  return (
    <div className="flex h-13 items-center gap-2 border-line border-b bg-surface px-3 lg:hidden">
      <IconButton label="Open navigation" onPress={() => setOpenAt(path)}>
        <MenuIcon aria-hidden size={20} />
      </IconButton>
      <Link
        href={`/projects/${props.project.id}/overview`}
        className="flex min-w-0 items-center gap-2 rounded font-semibold text-ink"
      >
        <Logo size={24} />
        <span className="truncate">{props.project.name}</span>
      </Link>
      <ModalOverlay
        isOpen={openAt === path}
        onOpenChange={(open) => setOpenAt(open ? path : null)}
        isDismissable
        className="fixed inset-0 z-50 bg-veil lg:hidden"
      >
        <Modal className="h-full w-64 max-w-[85vw] border-line border-r bg-surface shadow-float">
          <Dialog aria-label="Navigation" className="h-full outline-none">
            <Sidebar {...props} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </div>
  );
}
