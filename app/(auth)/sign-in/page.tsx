import { redirect } from "next/navigation";
import { firstOf, type ProjectPageProps } from "@/app/(admin)/projects/[projectId]/project-page";
import { AuthFrame } from "@/components/auth/auth-frame";
import { SignInForm } from "@/components/auth/sign-in-form";
import { isFirstRun } from "@/lib/admin/access/is-first-run";
import { safeNext } from "@/lib/admin/access/page-path";
import { currentSession } from "@/lib/admin/access/require-session";
import { contextFor } from "@/lib/admin/verb/context-for";

export const metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

export default async function SignInPage({ searchParams }: Pick<ProjectPageProps, "searchParams">) {
  const next = safeNext(firstOf((await searchParams)["next"]));
  if ((await currentSession()) !== null) redirect(next);
  if (await isFirstRun(contextFor({ kind: "system" }))) redirect("/setup");
  return (
    <AuthFrame title="Sign in">
      <SignInForm next={next} />
    </AuthFrame>
  );
}
