import { destinationParams, testBody, toTarget } from "@/lib/web/api/inputs";
import { testDestination } from "@/lib/web/api/test-answer";
import { methods } from "@/lib/web/methods";
import { route } from "@/lib/web/route";

const test = route(
  { scope: "destinations:write", params: destinationParams, body: testBody },
  ({ ctx, params, body }) => testDestination(ctx, toTarget(params), body.test_event_payload),
);

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: test });
