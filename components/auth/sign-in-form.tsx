"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { signInWithPassword } from "./sign-in-with-password";

const schema = z.object({
  email: z.string().trim().min(1, "Enter your email"),
  password: z.string().min(1, "Enter your password"),
});

export function SignInForm({ next }: { readonly next: string }) {
  const router = useRouter();
  const { control, handleSubmit, setError, formState } = useForm({
    resolver: zodResolver(schema),
    defaultValues: { email: "", password: "" },
  });
  const submit = handleSubmit(async ({ email, password }) => {
    const problem = await signInWithPassword(email, password);
    if (problem !== null) return setError("root", { message: problem });
    router.replace(next);
    router.refresh();
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
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
        autoComplete="current-password"
      />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting}>
        Sign in
      </Button>
    </ShortForm>
  );
}
