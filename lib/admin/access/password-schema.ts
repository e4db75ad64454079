import { z } from "zod";

/** What a password may be, for forms too. */
export const passwordSchema = z
  .string()
  .min(8, "Use at least 8 characters")
  .max(200, "Use at most 200 characters");
