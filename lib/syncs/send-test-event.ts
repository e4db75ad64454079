import type { Preview, PreviewInput } from "@/lib/syncs/preview-sync";
import type { Context } from "@/lib/verbs/context";

export interface TestSend {
  readonly preview: Preview;
  /** One entry for each request that was sent; none when the event is filtered or discarded. */
  readonly attempts: readonly {
    readonly path: string;
    readonly status: number | null;
    readonly durationMs: number;
    readonly accepted: boolean;
    /** What Customer.io said, or the network error; null when it accepted. */
    readonly answer: string | null;
  }[];
}

/** Really sends one event with the sync's settings, outside the log: it is not counted. */
export async function sendTestEvent(
  _ctx: Context,
  _input: PreviewInput & { secrets?: Readonly<Record<string, string>> | undefined },
): Promise<TestSend> {
  throw new Error("not written yet");
}
