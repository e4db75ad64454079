import type { SourceStatus } from "@/lib/admin/sources/sources-status";

type Source = SourceStatus["source"];

/** Name and path of an ingestion endpoint. */
export const SOURCE_NAMES: Readonly<Record<Source, readonly [name: string, path: string]>> = {
  http_v2: ["HTTP V2", "/2/httpapi"],
  batch: ["Batch", "/batch"],
  identify: ["Identify", "/identify"],
  group_identify: ["Group Identify", "/groupidentify"],
  amplitude_webhook: ["Amplitude - Webhook", "/hooks/amplitude/…"],
};

const isSource = (value: string): value is Source => value in SOURCE_NAMES;

/** For a row of a list: the endpoint an event came through. */
export const sourceName = (source: string): string =>
  isSource(source) ? SOURCE_NAMES[source][0] : source;
