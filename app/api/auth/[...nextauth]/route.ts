import NextAuth from "next-auth";
import { nextAuthOptions } from "@/lib/auth/next-auth-options";

type Params = { params: Promise<{ nextauth: string[] }> };

const handler = (request: Request, context: Params) =>
  NextAuth(nextAuthOptions())(request, context);

export { handler as GET, handler as POST };
