import { PersonProperties } from "@/lib/engine/pipeline/source/person-properties";
import { storedObject } from "./stored-event";

/** The properties of a row of `people`: as they were written whole, and what changed since. */
export function storedProperties(row: {
  readonly properties: string;
  readonly recent: string | null;
}): PersonProperties {
  const properties = new PersonProperties(storedObject(row.properties));
  if (row.recent !== null) properties.apply(storedObject(row.recent));
  return properties;
}
