import { redirect } from "next/navigation";
import { AuthFrame } from "@/components/auth/auth-frame";
import { SignInForm } from "@/components/auth/sign-in-form";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { currentSession } from "@/lib/admin/access/require-session";
import { contextFor } from "@/lib/admin/verb/context-for";

export const metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage() {
  if ((await currentSession()) !== null) redirect("/");
  if (await isFirstRun(contextFor({ kind: "system" }))) redirect("/setup");
  return (
    <AuthFrame title="Sign in">
      <SignInForm next="/" />
    </AuthFrame>
  );
}
