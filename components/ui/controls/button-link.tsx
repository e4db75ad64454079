import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonKind, type ButtonSize, buttonStyle } from "./button-style";

interface ButtonLinkProps {
  readonly href: string;
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  readonly children: ReactNode;
}

/** Goes somewhere, looks like a button. */
export function ButtonLink({ href, kind = "secondary", size = "md", children }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonStyle(kind, size)}>
      {children}
    </Link>
  );
}
