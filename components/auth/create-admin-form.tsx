"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import { passwordSchema } from "@/lib/admin/access/password-schema";
import type { ActionResult } from "@/lib/web/action-result";
import { signInWithPassword } from "./sign-in-with-password";

// What is valid the server says; here what it cannot know, and what would hide that.
const schema = z
  .object({
    code: z.string(),
    name: z.string(),
    email: z.string(),
    password: passwordSchema,
    repeat: z.string(),
  })
  .refine(({ password, repeat }) => password === repeat, {
    path: ["repeat"],
    message: "The two passwords differ",
  });

export function CreateAdminForm({
  code,
  create,
}: {
  /** The setup code, where the address had one. */
  readonly code: string;
  readonly create: (input: {
    code: string;
    name: string;
    email: string;
    password: string;
  }) => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const { control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { code, name: "", email: "", password: "", repeat: "" },
  });
  const submit = handleSubmit(async ({ repeat: _, ...input }) => {
    const result = await create(input);
    if (!result.ok) return showFailure(result, ["code", "name", "email", "password"], setError);
    const { email, password } = input;
    const problem = await signInWithPassword(email, password);
    if (problem !== null) return router.replace("/sign-in");
    router.refresh();
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="code"
        label="Setup code"
        description="npm start printed it: nobody else can make the first account"
        autoComplete="off"
      />
      <FormTextField control={control} name="name" label="Name" autoComplete="name" />
      <FormTextField
        control={control}
        name="email"
        label="Email"
        type="email"
        autoComplete="username"
      />
      <FormTextField
        control={control}
        name="password"
        label="Password"
        type="password"
        description="At least 8 characters"
        autoComplete="new-password"
      />
      <FormTextField
        control={control}
        name="repeat"
        label="Repeat password"
        type="password"
        autoComplete="new-password"
      />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting}>
        Create account
      </Button>
    </ShortForm>
  );
}
