import { Work } from "./work";

// Glob patterns of filters: `*` matches anything but `/`, `**` matches anything, everything else is literal.

/** Following one alternative over one character, measured with the worst patterns. */
const STEPS_PER_STATE = 20;

type Token = string | typeof STAR | typeof GLOBSTAR;
const STAR = 1;
const GLOBSTAR = 2;

/**
 * Compiles a glob to a predicate over whole strings. Pure.
 * All alternatives are followed at once, so no text can make it slower than text length × pattern length; false when
 * `work` does not allow even that.
 */
export function compileGlob(pattern: string): (text: string, work?: Work) => boolean {
  const tokens = tokenise(pattern);
  return (text, work = new Work()) => {
    let states = withSkips(tokens, [0]);
    for (const char of text) {
      if (!work.take(states.length * STEPS_PER_STATE)) return false;
      states = withSkips(tokens, step(tokens, states, char));
      if (states.length === 0) return false;
    }
    return states.at(-1) === tokens.length;
  };
}

function tokenise(pattern: string): readonly Token[] {
  return (pattern.match(/\*+|[^*]/gsu) ?? []).map((part) => {
    if (!part.startsWith("*")) return part;
    return part.length === 1 ? STAR : GLOBSTAR;
  });
}

/** States after reading one character, ascending; a state is the number of tokens matched so far. */
function step(tokens: readonly Token[], states: readonly number[], char: string): number[] {
  const next: number[] = [];
  const add = (state: number) => {
    if (next.at(-1) !== state) next.push(state);
  };
  for (const state of states) {
    const token = tokens[state];
    if (token === GLOBSTAR || (token === STAR && char !== "/")) add(state);
    else if (token === char) add(state + 1);
  }
  return next;
}

/** A star also matches nothing: each state on a star is joined by the one after it. */
function withSkips(tokens: readonly Token[], states: readonly number[]): number[] {
  const all: number[] = [];
  for (const start of states) {
    let state = start;
    if (state > (all.at(-1) ?? -1)) all.push(state);
    while (typeof tokens[state] === "number") {
      state += 1;
      if (state > (all.at(-1) ?? -1)) all.push(state);
    }
  }
  return all;
}
