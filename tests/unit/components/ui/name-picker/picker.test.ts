import { describe, expect, test } from "vitest";
import { afterKey } from "@/components/ui/name-picker/after-key";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import { layOut, scrollTo, visibleRows } from "@/components/ui/name-picker/row-layout";

const plain = (count: number): NameOption[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${index}`, label: `p${index}` }));
const warned: NameOption = { id: "w", label: "w", caution: { kind: "warned", message: "Careful" } };

describe("a long list", () => {
  const layout = layOut(plain(5_000), 800);

  test("draws only the rows in sight and a few beyond", () => {
    const [from, to] = visibleRows(layout, 100 * 48);
    expect(from).toBeGreaterThan(90);
    expect(from).toBeLessThanOrEqual(100);
    expect(to).toBeGreaterThanOrEqual(107);
    expect(to).toBeLessThan(120);
  });

  test("draws its beginning and its end whole", () => {
    expect(visibleRows(layout, 0)[0]).toBe(0);
    expect(visibleRows(layout, 5_000 * 48 - layout.heightPx)[1]).toBe(5_000);
  });

  test("does not lose itself when it became shorter than it was scrolled", () => {
    const [from, to] = visibleRows(layOut(plain(3), 800), 90_000);
    expect(to).toBe(3);
    expect(from).toBeLessThanOrEqual(to);
  });

  test("scrolls just as far as a row needs to be seen", () => {
    expect(scrollTo(layout, 3, 0)).toBe(0);
    expect(scrollTo(layout, 10, 0)).toBe(11 * 48 - layout.heightPx);
    expect(scrollTo(layout, 2, 480)).toBe(96);
  });
});

test("a caution takes two lines where the list is narrow", () => {
  const options = [warned, ...plain(1)];
  expect([...layOut(options, 800).tops]).toEqual([0, 48, 96]);
  expect([...layOut(options, 300).tops]).toEqual([0, 64, 112]);
});

test("a short list is no higher than its rows, an empty one as high as one", () => {
  expect(layOut(plain(2), 800).heightPx).toBe(96);
  expect(layOut([], 800).heightPx).toBe(48);
});

describe("keys in a list", () => {
  test("the arrows go round", () => {
    expect(afterKey("ArrowDown", -1, 3)).toBe(0);
    expect(afterKey("ArrowDown", 2, 3)).toBe(0);
    expect(afterKey("ArrowUp", -1, 3)).toBe(2);
    expect(afterKey("ArrowUp", 0, 3)).toBe(2);
  });

  test("a page stops at the ends", () => {
    expect(afterKey("PageDown", 1, 4)).toBe(3);
    expect(afterKey("PageUp", 1, 4)).toBe(0);
  });

  test("other keys belong to the search box, and an empty list takes none", () => {
    expect(afterKey("Home", 1, 4)).toBeNull();
    expect(afterKey("ArrowDown", -1, 0)).toBeNull();
  });
});
