/** Paths of the Track API that are not a person's. */
export const ANONYMOUS_EVENTS_PATH = "/api/v1/events";
export const BATCH_PATH = "/api/v2/batch";
export const REGION_PATH = "/api/v1/accounts/region";
