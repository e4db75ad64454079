/** Signs in with next-auth. Null when it worked, else what to tell the person. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  const { signIn } = await import("next-auth/react");
  try {
    const answer = await signIn("credentials", { email, password, redirect: false });
    if (answer?.ok && !answer.error) return null;
    if (answer?.error === "CredentialsSignin") return "This email and password do not match";
    return answer?.error ?? "The server did not answer: try again";
  } catch {
    return "The server could not be reached: check the connection and try again";
  }
}
