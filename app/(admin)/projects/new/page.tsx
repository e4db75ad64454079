import Link from "next/link";
import { createProjectAction } from "@/app/(auth)/setup/actions";
import { AuthFrame } from "@/components/auth/auth-frame";
import { CreateProjectForm } from "@/components/project/create-project-form";
import { requireSession } from "@/lib/admin/access/require-session";

export const metadata = { title: "New project" };

export default async function NewProjectPage() {
  await requireSession();
  return (
    <AuthFrame
      title="Create a project"
      description={
        <>
          A project receives events and streams them to its destinations.{" "}
          <Link href="/" className="text-link underline">
            Back to the last project
          </Link>
        </>
      }
    >
      <CreateProjectForm create={createProjectAction} />
    </AuthFrame>
  );
}
