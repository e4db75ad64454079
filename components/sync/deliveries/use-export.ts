"use client";

import { useEffect, useRef, useState } from "react";
import { createRecordCounter } from "./count-records";

export type ExportFormat = "csv" | "ndjson";

export type Export =
  | { readonly kind: "none" }
  | { readonly kind: "running" | "done"; readonly rows: number; readonly bytes: number }
  | { readonly kind: "failed"; readonly message: string };

/** Reads a file that is made while it is read, counts its rows, and gives it to the browser when it is whole. */
export function useExport() {
  const [state, setState] = useState<Export>({ kind: "none" });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const start = async (href: string, format: ExportFormat, name: string) => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setState({ kind: "running", rows: 0, bytes: 0 });
    try {
      const answer = await fetch(href, { signal: own.signal });
      if (!answer.ok || answer.body === null) {
        return setState({ kind: "failed", message: await refusal(answer) });
      }
      const head = format === "csv" ? 1 : 0;
      const parts = await readParts(answer.body, (records, bytes) =>
        setState({ kind: "running", rows: Math.max(0, records - head), bytes }),
      );
      save(new Blob(parts.map((part) => part.slice())), name);
      setState((last) => (last.kind === "running" ? { ...last, kind: "done" } : last));
    } catch {
      if (own.signal.aborted) return;
      const message = "The export broke off before its end: nothing was saved. Try again.";
      setState({ kind: "failed", message });
    }
  };
  return {
    state,
    start,
    cancel: () => {
      abort.current?.abort();
      setState({ kind: "none" });
    },
  };
}

async function readParts(
  body: ReadableStream<Uint8Array>,
  onProgress: (records: number, bytes: number) => void,
): Promise<readonly Uint8Array[]> {
  const parts: Uint8Array[] = [];
  const countRecords = createRecordCounter();
  let bytes = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts;
    parts.push(value);
    bytes += value.length;
    onProgress(countRecords(value), bytes);
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function refusal(answer: Response): Promise<string> {
  const problem: unknown = await answer.json().catch(() => null);
  const hasDetail = typeof problem === "object" && problem !== null && "detail" in problem;
  return hasDetail ? String(problem.detail) : `The server answered ${answer.status}. Try again.`;
}
