import { amplitude } from "@/lib/engine/connectors/amplitude/connector";
import { customerio } from "@/lib/engine/connectors/customerio/connector";
import { describeConnector } from "@/tests/contracts/connector";
import { echo } from "@/tests/second-connector/echo/connector";

describeConnector(customerio, {
  config: { site_id: "site-1234567890" },
  secrets: { api_key: "key-abcdefghij/+x" },
  accepted: "{}",
});

describeConnector(amplitude, {
  config: {},
  secrets: { api_key: "key-0123456789abcdef" },
  accepted: '{"code":200,"events_ingested":2,"payload_size_bytes":1,"server_upload_time":1}',
});

describeConnector(echo, {
  config: { room: "hall 1/2" },
  secrets: { token: "open-sesame-42" },
  accepted: "{}",
});
