import { ingestRoute } from "@/lib/engine/ingest/http/next-mount";
import { sharedIngest } from "@/lib/processes/web/shared-ingest";

export const dynamic = "force-dynamic";

const handle = (request: Request) =>
  ingestRoute(new URL(request.url).pathname, sharedIngest).POST(request);

export {
  handle as DELETE,
  handle as GET,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
