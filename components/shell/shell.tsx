import type { ReactNode } from "react";
import { LastProject } from "./last-project";
import { MobileBar } from "./mobile-bar";
import { type ShellProps, Sidebar } from "./sidebar";
import { SkipLink } from "./skip-link";

/** Sidebar and page. */
export function Shell({ children, ...props }: ShellProps & { readonly children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <LastProject id={props.project.id} />
      <header className="sticky top-0 z-30 lg:fixed lg:inset-y-0 lg:left-0 lg:w-60 lg:border-line lg:border-r lg:bg-surface">
        <MobileBar {...props} />
        <div className="hidden h-full lg:block">
          <Sidebar {...props} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none lg:pl-60">
        <div className="mx-auto flex w-full max-w-[100rem] flex-col gap-5 px-4 py-5 sm:px-6 sm:py-6 xl:px-8">
          {children}
        </div>
      </main>
    </>
  );
}
