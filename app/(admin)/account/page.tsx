import Link from "next/link";
import { AuthFrame } from "@/components/auth/auth-frame";
import { ChangePasswordForm } from "@/components/auth/change-password-form";
import { requireSession } from "@/lib/admin/access/require-session";
import { changePasswordAction } from "./actions";

export const metadata = { title: "Change password" };

export default async function AccountPage() {
  const { actor } = await requireSession();
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
    </AuthFrame>
  );
}
