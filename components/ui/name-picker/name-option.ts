/** One event or property name that a picker offers. */
export interface NameOption {
  /** What is stored when it is chosen, e.g. `gp:plan`. */
  readonly id: string;
  readonly label: string;
  /** Heading-like word before the details, e.g. "User property". */
  readonly group?: string;
  readonly type?: string;
  readonly example?: string;
  /** ISO time; absent when the project has not seen the name. */
  readonly lastSeen?: string;
  readonly caution?: Caution;
}

/** `reserved` names cannot be chosen; `warned` names can, with the reason beside them. */
export interface Caution {
  readonly kind: "reserved" | "warned";
  readonly message: string;
}

/** The options for a typed name that the project has not seen; none when it cannot be a name. */
export type ToNew = (typed: string) => readonly NameOption[];

const rank = (label: string, query: string): number => {
  if (label === query) return 0;
  if (label.startsWith(query)) return 1;
  return label.includes(query) ? 2 : 3;
};

/** The options whose label contains the query, case ignored; exact matches first, then those that start with it. */
export function searchNames(options: readonly NameOption[], query: string): readonly NameOption[] {
  const needle = query.trim().toLowerCase();
  if (needle === "") return options;
  const ranked: NameOption[][] = [[], [], []];
  for (const option of options) ranked[rank(option.label.toLowerCase(), needle)]?.push(option);
  return ranked.flat();
}

/** Options for what is chosen already but not among the names seen, so that nothing chosen is ever hidden. */
export function withUnseen(
  options: readonly NameOption[],
  chosen: Iterable<string>,
  toOption: (id: string) => NameOption,
): readonly NameOption[] {
  const known = new Set(options.map((option) => option.id));
  const unseen = [...chosen].filter((id) => !known.has(id)).map(toOption);
  return unseen.length === 0 ? options : [...unseen, ...options];
}

/** What a search shows: the names found, then the typed text itself, with and without blanks around it, where no name is exactly that. */
export function withTyped(
  found: readonly NameOption[],
  query: string,
  toNew: ToNew,
): readonly NameOption[] {
  if (query.trim() === "") return found;
  const known = new Set(found.map((option) => option.id));
  // A name may begin or end with a blank: what was typed is offered as it is, too.
  const typed = [...new Set([query.trim(), query])]
    .flatMap(toNew)
    .map((option) => ({ ...option, label: `Add “${option.label}”` }));
  return [...found, ...typed.filter((option) => !known.has(option.id))];
}
