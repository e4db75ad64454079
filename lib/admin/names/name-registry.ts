import { z } from "zod";
import { projectIdSchema } from "@/lib/admin/verb/guards";

// The names that a project has sent: what the pickers offer, and what people hide or delete there.

export const NAME_KINDS = ["event_type", "event_property", "user_property"] as const;
export type NameKind = (typeof NAME_KINDS)[number];

export interface NameView {
  readonly kind: NameKind;
  readonly name: string;
  /** Of its last value; null for event types. */
  readonly type: string | null;
  readonly example: string | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** Not offered by the pickers; a filter that uses it goes on matching. */
  readonly hidden: boolean;
}

/** One name of a project. */
export const nameInput = z.object({
  projectId: projectIdSchema,
  kind: z.enum(NAME_KINDS),
  name: z.string().min(1).max(1024),
});

export const NAME_KIND_WORDS: Readonly<Record<NameKind, string>> = {
  event_type: "Event",
  event_property: "Event property",
  user_property: "User property",
};

/** In the order of their characters, as the database sorts them. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
