import type { Dispatcher } from "undici";
import { env } from "@/lib/platform/env";
import { createMailer, type SendMail } from "@/lib/platform/mailer";
import { createPublicAgent } from "@/lib/platform/public-agent";

/** The world outside, as alerts reach it. */
export interface AlertPorts {
  /** Null when the operator has set no mail server. */
  readonly sendMail: SendMail | null;
  /** Connections to addresses that people entered. */
  readonly agent: Dispatcher;
  /** Of Tributary, for links; without a trailing slash. */
  readonly publicUrl: string;
}

let ports: AlertPorts | undefined;

/** Those of this process, from the environment. */
export function alertPorts(): AlertPorts {
  if (ports === undefined) {
    const { alerts, publicUrl } = env();
    ports = {
      sendMail: alerts.mail === undefined ? null : createMailer(alerts.mail),
      agent: createPublicAgent(alerts.networks),
      publicUrl,
    };
  }
  return ports;
}
