import type { Page } from "@playwright/test";

/**
 * What a small screen cuts off: everything that reaches past the screen's right edge or whose text is clipped, except
 * inside boxes that scroll by themselves. Each entry says what it is, for a person to find it.
 */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = (element: Element | null): boolean => {
      if (element === null || element === document.documentElement) return false;
      const { overflowX } = getComputedStyle(element);
      return overflowX === "auto" || overflowX === "scroll" || scrolls(element.parentElement);
    };
    /** As what only a screen reader meets is: it, or a box around it, is clipped to nothing. */
    const isClippedAway = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).clipPath !== "none" || isClippedAway(element.parentElement));
    const isSeen = (element: Element) => {
      const { width: w, height: h } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return w > 1 && h > 1 && style.visibility === "visible" && !isClippedAway(element);
    };
    const tell = (what: string, element: Element) =>
      `${what}: <${element.tagName.toLowerCase()}> ${(element.textContent ?? "").trim().slice(0, 60)}`;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      found.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
    }
    for (const element of document.querySelectorAll("body *")) {
      if (!isSeen(element) || scrolls(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if (right > width + 1 || left < -1) found.push(tell("past the edge", element));
      const { overflowX, textOverflow } = getComputedStyle(element);
      const clips = (overflowX === "hidden" || overflowX === "clip") && textOverflow !== "ellipsis";
      const hasText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? "").trim() !== "",
      );
      const isLabel = element.closest("button, th, td, h1, h2, h3, label") !== null;
      const ellipsis = isLabel && textOverflow === "ellipsis";
      if (hasText && (clips || ellipsis) && element.scrollWidth > element.clientWidth + 1) {
        found.push(tell("clipped", element));
      }
    }
    return found;
  });
