import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

interface AuthFrameProps {
  readonly title: string;
  readonly description?: ReactNode;
  /** E.g. `Step 1 of 2`. */
  readonly step?: string;
  readonly children: ReactNode;
}

/** The page of those who are not inside yet: mark, title and one card. */
export function AuthFrame({ title, description, step, children }: AuthFrameProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <p className="flex items-center gap-2.5 font-semibold text-ink text-xl tracking-[-0.01em]">
        <Logo size={32} />
        Tributary
      </p>
      <section className="w-full max-w-md rounded-lg border border-line bg-surface">
        <header className="border-line border-b px-5 py-4 sm:px-7">
          {step && (
            <p className="mb-1 font-semibold text-2xs text-muted uppercase tracking-wider">
              {step}
            </p>
          )}
          <h1 className="font-semibold text-ink text-xl">{title}</h1>
          {description && <div className="mt-1 text-muted">{description}</div>}
        </header>
        <div className="px-5 py-5 sm:px-7">{children}</div>
      </section>
      <p className="text-center text-muted text-xs">
        Amplitude events and users, streamed into Customer.io
      </p>
    </main>
  );
}
