import type { StatusTone } from "@/components/ui/status-pill";
import type { DiscardReason, WaitReason } from "@/lib/pipeline/record/outcome";

export const OUTCOMES = ["delivered", "discarded", "expired"] as const;
export type DeliveryOutcome = (typeof OUTCOMES)[number];

/** Acceptance is not proof of application, so "delivered" is said as what is known. */
export const OUTCOME_LABELS: Record<DeliveryOutcome, string> = {
  delivered: "Accepted by Customer.io",
  discarded: "Discarded",
  expired: "Expired",
};

export const OUTCOME_TONES: Record<DeliveryOutcome, StatusTone> = {
  delivered: "positive",
  discarded: "danger",
  expired: "caution",
};

const REASON_LABELS: Record<DiscardReason | WaitReason, string> = {
  missing_identifier: "No identifier",
  identifier_too_long: "Identifier too long",
  invalid_identifier: "Invalid identifier",
  event_name_blank: "Event name blank",
  event_name_too_long: "Event name too long",
  event_data_too_large: "Event data too large",
  refused: "Refused by Customer.io",
  throttled: "Throttled by Customer.io",
  server_error: "Error in Customer.io",
  timeout: "No answer in time",
  unreachable: "Customer.io unreachable",
  behind_person: "Waited behind the same person",
  redelivery: "Waiting to be sent again",
};

export const REASONS: readonly (readonly [reason: string, label: string])[] =
  Object.entries(REASON_LABELS);

const LABEL_OF: ReadonlyMap<string, string> = new Map(REASONS);

export const reasonLabel = (reason: string): string => LABEL_OF.get(reason) ?? reason;
