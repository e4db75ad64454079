import { cookies } from "next/headers";
import { env } from "@/lib/platform/env";
import { DEVICE_COOKIE, DEVICE_SECONDS, deviceMark, knownDevice } from "./known-device";
import { emailSchema } from "./password";

/** The id of this browser when somebody has signed in with this e-mail in it before, else null. */
export async function readDevice(email: string): Promise<string | null> {
  const parsed = emailSchema.safeParse(email);
  const mark = (await cookies()).get(DEVICE_COOKIE)?.value;
  return parsed.success ? knownDevice(env().authSecret.reveal(), parsed.data, mark) : null;
}

/** Remembers that this account was signed in to here. For route handlers and actions. */
export async function markDevice(email: string): Promise<void> {
  const { authSecret, publicUrl } = env();
  (await cookies()).set(DEVICE_COOKIE, deviceMark(authSecret.reveal(), email), {
    httpOnly: true,
    secure: publicUrl.startsWith("https://"),
    sameSite: "lax",
    path: "/",
    maxAge: DEVICE_SECONDS,
  });
}
