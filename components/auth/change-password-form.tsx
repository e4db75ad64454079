"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { toast } from "sonner";
import { z } from "zod";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import { passwordSchema } from "@/lib/admin/access/password-schema";
import type { ActionResult } from "@/lib/web/action-result";
import { signInWithPassword } from "./sign-in-with-password";

const schema = z
  .object({ current: z.string(), password: passwordSchema, repeat: z.string() })
  .refine(({ password, repeat }) => password === repeat, {
    path: ["repeat"],
    message: "The two passwords differ",
  });

const FIELDS = [
  ["current", "Current password", "current-password"],
  ["password", "New password", "new-password"],
  ["repeat", "Repeat new password", "new-password"],
] as const;

export function ChangePasswordForm({
  email,
  change,
}: {
  readonly email: string;
  readonly change: (input: { current: string; password: string }) => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const { control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { current: "", password: "", repeat: "" },
  });
  const submit = handleSubmit(async ({ current, password }) => {
    const result = await change({ current, password });
    if (!result.ok) return showFailure(result, ["current", "password"], setError);
    const problem = await signInWithPassword(email, password);
    if (problem === null) toast.success("Password changed");
    router.replace(problem === null ? "/" : "/sign-in");
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      {FIELDS.map(([name, label, autoComplete]) => (
        <FormTextField
          key={name}
          control={control}
          name={name}
          label={label}
          type="password"
          autoComplete={autoComplete}
        />
      ))}
      <Button type="submit" kind="primary" isPending={formState.isSubmitting}>
        Change password
      </Button>
    </ShortForm>
  );
}
