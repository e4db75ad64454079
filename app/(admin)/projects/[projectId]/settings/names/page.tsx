import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { Names } from "@/components/settings/names";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { listNames } from "@/lib/admin/names/list-names";
import { NAME_KINDS } from "@/lib/admin/names/name-registry";
import { orNotFound } from "@/lib/web/or-not-found";
import { deleteNameAction, hideNameAction } from "./actions";

export const metadata = { title: "Names" };

export default async function NamesPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const [word, q] = [query["kind"], query["q"]].map(firstOf);
  const kind = NAME_KINDS.find((known) => known === word) ?? "event_type";
  const { items, total } = await orNotFound(listNames(ctx, { projectId: project.id, kind, q }));
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
