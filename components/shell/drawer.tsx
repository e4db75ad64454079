"use client";

import type { MouseEvent } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { type ShellProps, Sidebar } from "./sidebar";

/** The sidebar over the page, on a small screen. */
export function Drawer({
  isOpen,
  onOpenChange,
  ...props
}: ShellProps & { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void }) {
  /** Also after the link of the page that is open already. */
  const closeAfterLink = ({ target }: MouseEvent) => {
    if (target instanceof Element && target.closest("a") !== null) onOpenChange(false);
  };
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-50 bg-veil lg:hidden"
    >
      <Modal className="h-full w-64 max-w-[85vw] border-line border-r bg-surface shadow-float">
        <Dialog aria-label="Navigation" className="h-full outline-none">
          <div role="presentation" className="h-full" onClickCapture={closeAfterLink}>
            <Sidebar {...props} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
