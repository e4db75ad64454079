import { notFound } from "next/navigation";
import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";

export const metadata = { title: "Not found" };

/** An address below a project that leads nowhere: said inside the project. */
export default async function NoPage({ params }: ProjectPageProps) {
  await projectPage((await params).projectId);
  notFound();
}
