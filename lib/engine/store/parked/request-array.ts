/**
 * All requests of an event as PostgreSQL reads an array; null when there is none but the one that is kept beside it.
 * Pure.
 */
export function requestArray(
  requestIds: readonly string[],
  requestId: string | null,
): string | null {
  if (requestIds.length === 0) return null;
  if (requestIds.length === 1 && requestIds[0] === requestId) return null;
  return `{${requestIds.join(",")}}`;
}
