/** All requests of an event; null when there is none but the one that is kept beside it. Pure. */
export function moreThanOne(
  requestIds: readonly string[],
  requestId: string | null,
): readonly string[] | null {
  if (requestIds.length === 0) return null;
  if (requestIds.length === 1 && requestIds[0] === requestId) return null;
  return requestIds;
}
