"use client";

import { useEffect, useState } from "react";
import { toast } from "sonner";

/** Copies to the clipboard, a text or what makes it then; `copied` stays true for two seconds afterwards. */
export function useCopy(text: string | (() => string)): {
  copied: boolean;
  copy: () => Promise<void>;
} {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setCopied(true);
    } catch {
      toast.error("The browser did not allow copying. Select the text and copy it yourself.");
    }
  };
  return { copied, copy };
}
