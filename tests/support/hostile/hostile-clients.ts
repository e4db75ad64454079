import { BOMBS } from "./bombs";
import { COSTLY_TEXT } from "./costly-text";
import { FLOODS } from "./floods";
import { GROUPS } from "./groups";
import type { HostileClient } from "./hostile-client";
import { LARGE_PEOPLE } from "./large-people";
import { ODD_TEXTS } from "./odd-texts";
import { SLOW_UPLOADS } from "./slow-uploads";
import { UNBOUNDED_BODIES } from "./unbounded-bodies";

/** All of them. A new way to harm is a line in one of these lists, and so in the tests, in chaos and in the bench. */
export const HOSTILE_CLIENTS: readonly HostileClient[] = [
  ...GROUPS,
  ...LARGE_PEOPLE,
  ...COSTLY_TEXT,
  ...SLOW_UPLOADS,
  ...BOMBS,
  ...UNBOUNDED_BODIES,
  ...FLOODS,
  ...ODD_TEXTS,
];
