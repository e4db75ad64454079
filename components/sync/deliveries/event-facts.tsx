import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/controls/copy-button";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";

// Lines about an event that the panels of a sync's deliveries share.

export type Fact = readonly [name: string, value: ReactNode];

const linkStyle = "rounded text-link hover:underline";

/** A text with the button that copies it. */
export const Copied = ({ text, of }: { readonly text: string; readonly of: string }) => (
  <span className="inline-flex max-w-full items-center gap-1">
    <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
    <CopyButton text={text} label={`Copy ${of}`} iconOnly />
  </span>
);

interface EventRef {
  readonly projectId: number;
  readonly syncId: number;
  readonly offset: number;
  readonly uuid: string;
  readonly personId: number;
  readonly userId: string | null;
}

/** Who did it and which event it is, with links to both. */
export const eventFacts = ({
  projectId,
  syncId,
  offset,
  uuid,
  personId,
  userId,
}: EventRef): Fact[] => [
  [
    "User",
    personId === NOBODY ? (
      "(none)"
    ) : (
      <Link
        key="user"
        href={`/projects/${projectId}/users/${personId}`}
        prefetch={false}
        className={linkStyle}
      >
        {userId ?? "Anonymous"}
      </Link>
    ),
  ],
  [
    "Event",
    <Link
      key="event"
      href={`/projects/${projectId}/events?offset=${offset}`}
      prefetch={false}
      className={linkStyle}
    >
      What every sync did with it
    </Link>,
  ],
  [
    "Why",
    <Link
      key="why"
      href={`/projects/${projectId}/why?event=${uuid}&sync=${syncId}`}
      prefetch={false}
      className={linkStyle}
    >
      Step by step
    </Link>,
  ],
  ["Event ID", <Copied key="uuid" text={uuid} of="event ID" />],
];

/** The version of the settings, with the link to it in the history. */
export const versionFact = (sync: string, version: number | null): Fact => [
  "Settings",
  version === null ? (
    "(not known)"
  ) : (
    <Link
      key="version"
      href={`${sync}/history#version-${version}`}
      prefetch={false}
      className={linkStyle}
    >
      Version {version}
    </Link>
  ),
];
