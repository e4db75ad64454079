/** Header in which proxy.ts tells a page its own address: Next tells it to no server component. */
export const PAGE_PATH_HEADER = "x-tributary-page";

/** The sign-in page that leads back to a page of ours. Pure. */
export const signInHref = (next: string | null): string =>
  next === null || next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`;

/** Where to go after signing in: a path of this server, whatever stood in the address. Pure. */
export function safeNext(next: string | undefined): string {
  const here = "http://here.invalid";
  if (next === undefined || !URL.canParse(next, here)) return "/";
  const { origin, pathname, search } = new URL(next, here);
  return origin === here && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}
