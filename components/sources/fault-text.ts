import { explainRejection } from "@/lib/admin/reasons/explain";
import type { RejectedUpload } from "@/lib/admin/sources/rejected-uploads";
import { ID_CHARS_MIN } from "@/lib/engine/pipeline/source/identity";

const ID_SHAPE =
  "An id is a text. “anonymous”, “null”, “0” and the like name nobody: leave the field out instead.";

/** What a field has to be, where its name does not say it. */
const SHAPES: Readonly<Record<string, string>> = {
  time: "time is in milliseconds since 1970, as a number.",
  event_time:
    "event_time is a date such as 2026-01-31 13:00:00.123, in UTC where it names no zone. Amplitude's own payload has it so.",
  event_type: "event_type is a text.",
  user_id: ID_SHAPE,
  device_id: ID_SHAPE,
  insert_id: "insert_id is a text.",
  groups: "groups is an object of names and values.",
  event_properties: "event_properties is an object.",
  user_properties: "user_properties is an object, or operations such as $set with an object each.",
  group_properties: "group_properties is an object.",
};

interface Words {
  readonly title: string;
  /** What to do about it. */
  readonly advice: string;
}

type Fault = Pick<RejectedUpload, "reason" | "problem" | "field" | "detail">;

/** What was wrong with an upload, and what to do about it. */
export function faultText({ reason, problem, field, detail }: Fault): Words {
  const known = explainRejection(reason);
  if (field === "" || problem === "")
    return detail === "" ? known : { ...known, title: `${known.title}: ${detail}` };
  const fields = field.split(", ");
  const names = `${fields.length > 1 ? "Fields" : "Field"} ${new Intl.ListFormat("en").format(fields)}`;
  const be = fields.length > 1 ? "are" : "is";
  if (problem === "missing")
    return {
      title: `${names} ${be} missing`,
      advice: reason === "invalid_events" ? neededOf(fields) : known.advice,
    };
  if (problem === "id_length")
    return {
      title: `${names} ${be} too short`,
      advice: `An id has at least ${ID_CHARS_MIN} characters. Use longer ids, or send options.min_id_length with the upload.`,
    };
  return {
    title: detail === "" ? `${names} cannot be read` : `${names} ${detail}`,
    advice: SHAPES[fields[0] ?? ""] ?? known.advice,
  };
}

const neededOf = (fields: readonly string[]): string =>
  fields.length > 1 ? "Every event needs one of them." : `Every event needs ${fields[0]}.`;
