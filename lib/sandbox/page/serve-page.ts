import { type Answer, textAnswer } from "../http/answer";
import type { SandboxContext } from "../http/sandbox-context";

export function servePage(_: SandboxContext, __: string, ___: URL, ____: string): Answer {
  return textAnswer(404, "404");
}
