/** The path of a click that leaves this page within the app; null for any other click. */
export function leavingByClick(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank") return null;
  const url = new URL(link.href);
  const here = window.location;
  if (url.origin !== here.origin || url.pathname === here.pathname) return null;
  return url.pathname + url.search;
}

/**
 * The history entry that Back or Forward goes to when it is another page of the app; else null. A browser lets it be
 * stopped only once after each thing a person did in the page.
 */
export function leavingByHistory(event: NavigateEvent): string | null {
  const { navigationType, cancelable, destination } = event;
  if (navigationType !== "traverse" || !cancelable || !destination.sameDocument) return null;
  return new URL(destination.url).pathname === window.location.pathname ? null : destination.key;
}
