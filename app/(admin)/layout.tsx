import type { ReactNode } from "react";
import { requireSession } from "@/lib/auth/require-session";

export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  await requireSession();
  return children;
}
