import type { ReactNode } from "react";
import { requireSession } from "@/lib/admin/access/require-session";

export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  await requireSession();
  return children;
}
