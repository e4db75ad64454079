import Link from "next/link";
import { AuthFrame } from "@/components/auth/auth-frame";
import { ChangePasswordForm } from "@/components/auth/change-password-form";
import { SessionList } from "@/components/auth/session-list";
import { listSessions } from "@/lib/admin/access/list-sessions";
import { requireSession } from "@/lib/admin/access/require-session";
import { changePasswordAction, endSessionAction } from "./actions";

export const metadata = { title: "Change password" };

export default async function AccountPage() {
  const ctx = await requireSession();
  const { actor } = ctx;
  const email = actor.kind === "user" ? actor.email : "";
  return (
    <AuthFrame
      title="Change password"
      description={
        <>
          Changing it signs {email} out everywhere else.{" "}
          <Link href="/" className="text-link underline">
            Back to the last project
          </Link>
        </>
      }
    >
      <ChangePasswordForm email={email} change={changePasswordAction} />
      <SessionList sessions={await listSessions(ctx)} end={endSessionAction} />
    </AuthFrame>
  );
}
