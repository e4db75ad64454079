import { NextResponse } from "next/server";
import { PAGE_PATH_HEADER } from "@/lib/admin/access/page-path";
import { toResponse } from "@/lib/engine/ingest/http/next-mount";
import { wrongPathAnswer } from "@/lib/engine/ingest/http/wrong-path";

// A host that runs nothing but Next has no listener before it: here uploads that took a wrong path are answered.
// The endpoints themselves MUST NOT come through: Next would cut their bodies at 10 MB.
// Pages are told where they are, so that signing in leads back to them.

export function proxy({ method, nextUrl, headers }: Request & { readonly nextUrl: URL }): Response {
  const answer = wrongPathAnswer({
    method,
    path: nextUrl.pathname,
    header: (name) => headers.get(name) ?? undefined,
  });
  return answer === null ? withPagePath(nextUrl, headers) : toResponse(answer);
}

function withPagePath({ pathname, searchParams }: URL, sent: Headers): Response {
  const query = new URLSearchParams(searchParams);
  query.delete("_rsc");
  const headers = new Headers(sent);
  headers.set(PAGE_PATH_HEADER, `${pathname}${query.size > 0 ? `?${query}` : ""}`);
  return NextResponse.next({ request: { headers } });
}

export const config = {
  matcher: [
    "/",
    "/account",
    "/projects/:path*",
    "/(2|httpapi)",
    "/(httpapi|batch|identify|groupidentify)/(.+)",
    "/2/((?!httpapi/?$).+)",
    // What asks to see a page has no body.
    {
      source: "/((?!api/|v1/|hooks/|_next/|2/httpapi/?$|(?:batch|identify|groupidentify)/?$).*)",
      has: [{ type: "header", key: "content-length" }],
    },
    {
      source: "/((?!api/|v1/|hooks/|_next/|2/httpapi/?$|(?:batch|identify|groupidentify)/?$).*)",
      has: [{ type: "header", key: "transfer-encoding" }],
    },
    {
      source: "/((?!api/|v1/|hooks/|_next/|2/httpapi/?$|(?:batch|identify|groupidentify)/?$).*)",
      has: [{ type: "header", key: "access-control-request-method" }],
    },
  ],
};
