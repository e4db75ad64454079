import { createHmac } from "node:crypto";
import { expect } from "./test";
import { APP_URL, type Sync } from "./world";

/** Says something back, as the destination of this sync would: signed with `key`. */
export async function reportBack({ id }: Sync, key: string, report: object): Promise<void> {
  const body = JSON.stringify(report);
  const at = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", key).update(`v0:${at}:${body}`).digest("hex");
  const answer = await fetch(`${APP_URL}/hooks/customerio/${id}`, {
    method: "POST",
    headers: { "x-cio-timestamp": at, "x-cio-signature": mac },
    body,
  });
  expect(answer.status).toBe(200);
}
