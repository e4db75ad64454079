"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { RouterProvider as AriaRouterProvider } from "react-aria-components";

/** Lets links inside menus navigate without loading the page anew. */
export function RouterProvider({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  return <AriaRouterProvider navigate={(href) => router.push(href)}>{children}</AriaRouterProvider>;
}
