"use server";

import { z } from "zod";
import { changePassword } from "@/lib/auth/change-password";
import { action } from "@/lib/http/action";

export const changePasswordAction = action(
  z.object({ current: z.string(), password: z.string() }),
  async (ctx, input) => changePassword(ctx, input),
);
