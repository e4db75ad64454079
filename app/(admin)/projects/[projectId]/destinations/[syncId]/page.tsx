import { redirect } from "next/navigation";

export default async function SyncPage({
  params,
}: {
  readonly params: Promise<{ projectId: string; syncId: string }>;
}) {
  const { projectId, syncId } = await params;
  redirect(`/projects/${projectId}/destinations/${syncId}/settings`);
}
