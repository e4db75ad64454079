import { healthRoute } from "@/lib/web/health-route";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = healthRoute("/api/ready");
