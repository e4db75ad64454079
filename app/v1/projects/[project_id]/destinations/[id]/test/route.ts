import { destinationParams, testBody, toTarget } from "@/lib/http/destinations/inputs";
import { testDestination } from "@/lib/http/destinations/test-answer";
import { methods } from "@/lib/http/methods";
import { route } from "@/lib/http/route";

const test = route(
  { scope: "destinations:write", params: destinationParams, body: testBody },
  ({ ctx, params, body }) => testDestination(ctx, toTarget(params), body.test_event_payload),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: test });
