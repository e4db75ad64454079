import { randomBytes } from "node:crypto";
import { NextResponse } from "next/server";
import { PAGE_PATH_HEADER } from "@/lib/admin/access/page-path";
import { toResponse } from "@/lib/engine/ingest/http/next-mount";
import { wrongPathAnswer } from "@/lib/engine/ingest/http/wrong-path";
import { env } from "@/lib/platform/env";
import { pagePolicy, securityHeaders } from "@/lib/web/security-headers";

// A host that runs nothing but Next has no listener before it: here uploads that took a wrong path are answered.
// The endpoints themselves MUST NOT come through: Next would cut their bodies at 10 MB.
// Pages are told where they are, so that signing in leads back to them, and which nonce their scripts have.

const NONCE_BYTES = 16;

export function proxy({ method, nextUrl, headers }: Request & { readonly nextUrl: URL }): Response {
  const answer = wrongPathAnswer({
    method,
    path: nextUrl.pathname,
    header: (name) => headers.get(name) ?? undefined,
  });
  return answer === null ? page(nextUrl, headers) : toResponse(answer);
}

function page({ pathname, searchParams }: URL, sent: Headers): Response {
  const { publicUrl, development } = env();
  const query = new URLSearchParams(searchParams);
  query.delete("_rsc");
  const policy = pagePolicy(randomBytes(NONCE_BYTES).toString("base64"), development);
  const headers = new Headers(sent);
  headers.set(PAGE_PATH_HEADER, `${pathname}${query.size > 0 ? `?${query}` : ""}`);
  // Next takes the nonce from here.
  headers.set("Content-Security-Policy", policy);
  return NextResponse.next({
    request: { headers },
    headers: { ...securityHeaders(publicUrl), "Content-Security-Policy": policy },
  });
}

export const config = {
  matcher: [
    "/((?!api/|v1/|v1$|hooks/|metrics$|_next/|2/httpapi/?$|(?:batch|identify|groupidentify)/?$).*)",
  ],
};
