"use client";

import { useEffect, useRef, useState } from "react";
import type { ActionResult } from "@/lib/web/action-result";

/** A row that is on its way is asked for again this often. */
const AGAIN_MS = 2_000;

/** What a server action says of the row with this key; null until it has answered. Again and again while `follows`. */
export function useAnswer<T>(
  ask: () => Promise<ActionResult<T>>,
  key: string,
  follows: boolean,
): ActionResult<T> | null {
  const [answer, setAnswer] = useState<{ key: string; result: ActionResult<T> } | null>(null);
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    let stopped = false;
    const look = async () => {
      const result = await asking.current().catch(() => FAILED);
      if (!stopped) setAnswer({ key, result });
    };
    void look();
    const timer = follows ? setInterval(look, AGAIN_MS) : undefined;
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [key, follows]);
  return answer?.key === key ? answer.result : null;
}

const FAILED: ActionResult<never> = {
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Close this panel and open the row again.",
  fieldErrors: [],
};
