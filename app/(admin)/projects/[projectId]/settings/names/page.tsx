import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import {
  deleteNameAction,
  hideNameAction,
} from "@/app/(admin)/projects/[projectId]/settings/names/actions";
import { Names } from "@/components/projects/names";
import { SettingsFrame } from "@/components/projects/settings-frame";
import { listNames } from "@/lib/projects/list-names";
import { NAME_KINDS } from "@/lib/projects/name-registry";

export const metadata = { title: "Names" };

export default async function NamesPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const [word, q] = [query["kind"], query["q"]].map(firstOf);
  const kind = NAME_KINDS.find((known) => known === word) ?? "event_type";
  const { items, total } = await listNames(ctx, { projectId: project.id, kind, q });
  return (
    <SettingsFrame projectId={project.id} current="/names">
      <Names
        projectId={project.id}
        kind={kind}
        names={items}
        total={total}
        isSearch={q !== undefined && q !== ""}
        hide={hideNameAction}
        remove={deleteNameAction}
      />
    </SettingsFrame>
  );
}
