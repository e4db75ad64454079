import { z } from "zod";
import { toDestinationType } from "@/lib/engine/connectors/destination-type";
import { CONNECTORS, connectorOf } from "@/lib/engine/connectors/registry";
import { route } from "@/lib/web/route";
import { destinationTypeAnswer, listOf } from "./answer-schemas";
import { listAnswer } from "./answers";

/** The kinds of destination. */
export const listDestinationTypes = route(
  { scope: "destinations:read", answer: listOf(destinationTypeAnswer) },
  async () => listAnswer(CONNECTORS.map(({ definition }) => toDestinationType(definition))),
);

/** One kind, with its parameters. */
export const readDestinationType = route(
  {
    scope: "destinations:read",
    params: z.object({ partner: z.string() }),
    answer: destinationTypeAnswer,
  },
  async ({ params }) => toDestinationType(connectorOf(params.partner).definition),
);
