import { ingestRoute } from "@/lib/ingest/next-mount";
import { sharedIngest } from "@/lib/web/shared-ingest";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = ingestRoute("/batch", sharedIngest);
