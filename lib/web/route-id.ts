import { notFound } from "next/navigation";

/** A row id in a page's path, or Next's not-found page when it cannot be one. */
export function routeId(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) notFound();
  const id = Number(text);
  if (id > 2_147_483_647) notFound();
  return id;
}
