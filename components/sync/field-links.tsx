"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
} from "react";
import { flushSync } from "react-dom";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import type { Problem } from "./error-list";

/** Fields that somebody has to see, by their paths; `turn` counts how often that was said. */
interface Wanted {
  readonly paths: readonly string[];
  readonly turn: number;
}

const NOTHING: Wanted = { paths: [], turn: 0 };
const FieldLinks = createContext<Wanted>(NOTHING);

/** Panels inside open when a field of theirs is wanted. */
export function FieldLinksProvider({
  wanted,
  children,
}: {
  readonly wanted: Wanted;
  readonly children: ReactNode;
}) {
  return <FieldLinks value={wanted}>{children}</FieldLinks>;
}

/** How often a field below one of these was wanted last: see Panel. */
export function useWantedTurn(fields: readonly string[]): number {
  const { paths, turn } = useContext(FieldLinks);
  const isBelow = (path: string) =>
    fields.some((field) => path === field || path.startsWith(`${field}.`));
  const [seen, setSeen] = useState(0);
  if (turn !== seen && paths.some(isBelow)) setSeen(turn);
  return seen;
}

/** After a save that was refused its fields are wanted; a link leads to one of them. */
export function useFieldLinks<In extends FieldValues, Out extends FieldValues>(
  { formState, setFocus }: UseFormReturn<In, unknown, Out>,
  problems: readonly Problem[],
) {
  const { submitCount, isSubmitting } = formState;
  const [wanted, setWanted] = useState(NOTHING);
  const want = (paths: readonly string[]) => setWanted(({ turn }) => ({ paths, turn: turn + 1 }));
  const wantFaults = useEffectEvent(() => want(problems.map(({ path }) => path)));
  useEffect(() => {
    if (submitCount > 0 && !isSubmitting) wantFaults();
  }, [submitCount, isSubmitting]);
  const goTo = (path: string) => {
    // What is in a closed panel cannot have the focus.
    flushSync(() => want([path]));
    setFocus(path as FieldPath<In>);
    focusPlace(path);
  };
  return { wanted, goTo };
}

/** The element that has `data-field` of the path, or of what it is inside of. */
function focusPlace(path: string): void {
  const place = document.querySelector(`[data-field="${CSS.escape(path)}"]`);
  if (place === null) {
    const outer = path.slice(0, path.lastIndexOf("."));
    if (path.includes(".")) focusPlace(outer);
    return;
  }
  place.querySelector<HTMLElement>("button, input")?.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}
