import { ALL_EVENTS } from "@/lib/pipeline/transform/settings";

const ACRONYMS: Readonly<Record<string, string>> = {
  id: "ID",
  os: "OS",
  ip: "IP",
  dma: "DMA",
  idfa: "IDFA",
  idfv: "IDFV",
  adid: "ADID",
};

/** "user_id" → "User ID", as Amplitude writes its own properties. */
export const builtInLabel = (name: string): string =>
  name
    .split("_")
    .map((word) => ACRONYMS[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** What a property reference is called on screen: the name itself, or the built-in's title. */
export function propertyLabel(ref: string): string {
  if (ref === "") return "";
  return /^(ep|gp):/.test(ref) ? ref.slice(3) : builtInLabel(ref);
}

/** "Event property", "User property" or "Amplitude property". */
export function propertyGroup(ref: string): string {
  if (ref.startsWith("ep:")) return "Event property";
  return ref.startsWith("gp:") ? "User property" : "Amplitude property";
}

export const eventLabel = (name: string): string => (name === ALL_EVENTS ? "All Events" : name);
