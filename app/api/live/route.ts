import { healthRoute } from "@/lib/processes/web/health-route";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = healthRoute("/api/live");
