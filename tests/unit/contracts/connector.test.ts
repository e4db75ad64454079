import { customerio } from "@/lib/engine/connectors/customerio/connector";
import { describeConnector } from "@/tests/contracts/connector";
import { echo } from "@/tests/second-connector/echo/connector";

describeConnector(customerio, {
  config: { site_id: "site-1234567890" },
  secrets: { api_key: "key-abcdefghij/+x" },
});

describeConnector(echo, { config: { room: "hall 1/2" }, secrets: { token: "open-sesame-42" } });
