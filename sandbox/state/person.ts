import type { Device } from "./operation";

export interface AttributeValue {
  readonly value: unknown;
  /** The string view: everything reads back as text. */
  readonly text: string;
  /** Unix seconds of the last change of the value. */
  readonly changedAt: number;
}

export interface Person {
  readonly cioId: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  id: string | undefined;
  email: string | undefined;
  phone: string | undefined;
  unsubscribed: boolean;
  readonly attributes: Map<string, AttributeValue>;
  readonly devices: Map<string, Device>;
  /** Head of the person's timeline in the event store, −1 without events. */
  lastEvent: number;
  eventCount: number;
  /** Whether an identify has ever been applied. */
  identified: boolean;
  /** Highest timestamps and order value received so far; order is judged against them. */
  newestEventAt: number;
  newestIdentifyAt: number;
  highestOrderValue: number;
  orderViolations: number;
}

export function newPerson(cioId: string, createdAt: number): Person {
  return {
    cioId,
    createdAt,
    id: undefined,
    email: undefined,
    phone: undefined,
    unsubscribed: false,
    attributes: new Map(),
    devices: new Map(),
    lastEvent: -1,
    eventCount: 0,
    identified: false,
    newestEventAt: Number.NEGATIVE_INFINITY,
    newestIdentifyAt: Number.NEGATIVE_INFINITY,
    highestOrderValue: Number.NEGATIVE_INFINITY,
    orderViolations: 0,
  };
}
