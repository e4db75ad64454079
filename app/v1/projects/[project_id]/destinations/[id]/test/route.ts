import { destinationParams, testBody, toTarget } from "@/lib/http/destinations/inputs";
import { testDestination } from "@/lib/http/destinations/test-answer";
import { route } from "@/lib/http/route";

export const POST = route(
  { scope: "destinations:write", params: destinationParams, body: testBody },
  ({ ctx, params, body }) => testDestination(ctx, toTarget(params), body.test_event_payload),
);
