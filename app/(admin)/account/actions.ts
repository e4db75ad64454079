"use server";

import { z } from "zod";
import { changePassword } from "@/lib/admin/access/change-password";
import { endSession, endSessionInput } from "@/lib/admin/access/end-session";
import { action } from "@/lib/web/action";

export const changePasswordAction = action(
  z.object({ current: z.string(), password: z.string() }),
  async (ctx, input) => changePassword(ctx, input),
);

export const endSessionAction = action(endSessionInput, async (ctx, input) =>
  endSession(ctx, input),
);
