/** Below this much room an open picker would go above its button and cover what is edited. */
const NEEDED_PX = 430;

/** Scrolls so that a picker fits below its button; no further than the page goes. */
export function makeRoom(button: Element | null): void {
  if (button === null) return;
  const roomPx = window.innerHeight - button.getBoundingClientRect().bottom;
  if (roomPx < NEEDED_PX) button.scrollIntoView({ block: "center", behavior: "instant" });
}
