"use client";

import { Toaster as Sonner } from "sonner";

/** Mounted once, in the root layout; call `toast` from sonner. */
export function Toaster() {
  return (
    <Sonner
      theme="system"
      position="bottom-right"
      closeButton
      toastOptions={{
        classNames: {
          toast: "!rounded-md !border-line !bg-surface !font-sans !text-ink !shadow-float",
          description: "!text-muted",
          success: "[&_[data-icon]]:!text-positive-ink",
          error: "[&_[data-icon]]:!text-danger-ink",
        },
      }}
    />
  );
}
