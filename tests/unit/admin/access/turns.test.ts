import { describe, expect, test } from "vitest";
import { type Asker, Turns } from "@/lib/admin/access/turns";

/** Works that end when they are told to, and the order in which they began. */
function works() {
  const turns = new Turns();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  let atOnce = 0;
  let most = 0;
  const add = (who: Asker, name: string) =>
    turns.take(who, async () => {
      begun.push(name);
      most = Math.max(most, ++atOnce);
      await new Promise<void>((resolve) => ends.push(resolve));
      atOnce--;
    });
  return { add, begun, endOne: () => ends.shift()?.(), most: () => most };
}

describe("turns", () => {
  test("are taken one at a time, whom we know first", async () => {
    const { add, begun, endOne, most } = works();
    const all = [add("stranger", "a"), add("stranger", "b"), add("known", "c"), add("known", "d")];
    endOne();
    await all[0];
    // Comes while the turn is handed on, and must not slip in.
    all.push(add("stranger", "e"));
    for (const next of [2, 3, 1, 4]) {
      await Promise.resolve();
      endOne();
      await all[next];
    }
    expect(begun).toEqual(["a", "c", "d", "b", "e"]);
    expect(most()).toBe(1);
  });

  test("strangers who fill their places leave those of whom we know", async () => {
    const { add } = works();
    void add("stranger", "first");
    for (let n = 0; n < 50; n++) void add("stranger", String(n));
    await expect(add("stranger", "one more")).rejects.toMatchObject({ code: "rate_limited" });
    const known = add("known", "ours");
    expect(await Promise.race([known, Promise.resolve("waits")])).toBe("waits");
  });

  test("go on after a work that fails", async () => {
    const turns = new Turns();
    const failing = turns.take("known", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await turns.take("stranger", async () => 1)).toBe(1);
  });
});
