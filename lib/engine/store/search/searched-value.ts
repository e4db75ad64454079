import { storedProperties } from "@/lib/engine/store/event-log/stored-properties";
import type { Json } from "@/lib/kernel/json";
import { USER_ID_NAME } from "./searched-properties";

interface PersonRow {
  readonly userId: string | null;
  readonly properties: string;
  readonly recent: string | null;
}

/** Reads what the person has under names of search_properties. */
export function searchedValues(row: PersonRow): (name: string) => Json | undefined {
  const properties = storedProperties(row);
  return (name) => (name === USER_ID_NAME ? (row.userId ?? undefined) : properties.get(name));
}
