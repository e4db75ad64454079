"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "./icon-button";

interface SidePanelProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Buttons beside Close. */
  readonly actions?: ReactNode;
}

/** Details of one row, from the right edge; the page stays visible behind it. */
export function SidePanel(props: SidePanelProps) {
  const { title, subtitle, isOpen, onClose, children, footer, actions } = props;
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fixed inset-0 z-50 flex justify-end bg-veil"
    >
      <Modal className="flex h-full w-full max-w-[40rem] flex-col border-line border-l bg-surface shadow-float sm:w-[92vw]">
        <Dialog className="flex h-full min-h-0 flex-col outline-none">
          <header className="flex items-start justify-between gap-4 border-line border-b py-3 pr-2.5 pl-5">
            <div className="min-w-0 pt-1">
              <Heading slot="title" className="break-words font-semibold text-ink text-lg">
                {title}
              </Heading>
              {subtitle && <div className="text-muted text-sm">{subtitle}</div>}
            </div>
            <div className="flex shrink-0">
              {actions}
              <IconButton slot="close" label="Close">
                <X aria-hidden size={18} />
              </IconButton>
            </div>
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-5 py-4">
            {children}
          </div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
              {footer}
            </footer>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
