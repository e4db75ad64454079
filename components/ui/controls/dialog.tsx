"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "@/components/ui/cx";
import { IconButton } from "./icon-button";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
  /** Buttons, right-aligned; the one that acts last. */
  readonly footer?: ReactNode;
  readonly size?: "sm" | "md" | "lg";
  readonly role?: "dialog" | "alertdialog";
}

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-4xl" } as const;

export function Dialog({
  title,
  isOpen,
  onOpenChange,
  children,
  footer,
  size = "sm",
  role = "dialog",
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable
      className="fixed inset-0 z-50 flex items-center justify-center overflow-y-auto bg-veil p-4"
    >
      <Modal
        className={cx(
          "my-auto flex max-h-full w-full flex-col rounded-lg border border-line bg-surface shadow-float",
          WIDTHS[size],
        )}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-col outline-none">
          <header className="flex items-center justify-between gap-4 border-line border-b py-2.5 pr-2.5 pl-5">
            <Heading slot="title" className="font-semibold text-ink text-lg">
              {title}
            </Heading>
            <IconButton slot="close" label="Close">
              <X aria-hidden size={18} />
            </IconButton>
          </header>
          <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">
              {footer}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
