/** Markup that is safe to put into a page. Only the `html` tag makes it. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | null | undefined | Html | readonly Html[];

/** Builds markup; every text put into it is escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = strings[0] ?? "";
  for (const [i, part] of parts.entries()) markup += render(part) + (strings[i + 1] ?? "");
  return { markup };
}

function render(part: Part): string {
  if (part === null || part === undefined) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (isList(part)) return part.map(({ markup }) => markup).join("");
  return part.markup;
}

const isList = (part: Html | readonly Html[]): part is readonly Html[] => Array.isArray(part);

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
