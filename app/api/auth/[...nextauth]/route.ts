import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/admin/access/next-auth-options";
import { toResponse } from "@/lib/engine/ingest/http/next-mount";
import { misledAnswer } from "@/lib/engine/ingest/http/wrong-path";

type Params = { params: Promise<{ nextauth: string[] }> };

const handler = (request: Request, context: Params) =>
  NextAuth(nextAuthOptions())(request, context);

/** NextAuth answers what it does not understand with a redirect, which an SDK takes for success. */
const post = async (request: Request, context: Params) => {
  const misled = misledAnswer(await request.clone().text());
  return misled === null ? handler(request, context) : toResponse(misled);
};

export { handler as GET, post as POST };
