import Link from "next/link";
import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { ApiReference } from "@/components/api-reference/api-reference";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { env } from "@/lib/platform/env";
import { API_CALLS } from "@/lib/web/api/calls";
import { toReference } from "@/lib/web/api/reference";

export const metadata = { title: "API reference" };

export default async function ApiReferencePage({ params }: ProjectPageProps) {
  const { project } = await projectPage((await params).projectId);
  const { publicUrl } = env();
  return (
    <SettingsFrame projectId={project.id} current="/api-reference">
      <p className="text-muted">
        The management API, for programs with an API token. Errors are application/problem+json with
        what, where and what to do. The same in OpenAPI 3.1:{" "}
        <Link href="/v1/openapi.json" prefetch={false} className="text-link underline">
          /v1/openapi.json
        </Link>
      </p>
      <ApiReference calls={API_CALLS.map((call) => toReference(call, publicUrl))} />
    </SettingsFrame>
  );
}
