import { ingestRoute } from "@/lib/engine/ingest/http/next-mount";
import { sharedIngest } from "@/lib/processes/web/shared-ingest";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = ingestRoute(
  "/groupidentify",
  sharedIngest,
);
