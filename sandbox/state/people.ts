import { randomBytes } from "node:crypto";
import type { WorkspaceConfig } from "@/sandbox/options";
import type { Identifier, IdentifierKind } from "./operation";
import { newPerson, type Person } from "./person";

export type SettableKind = Exclude<IdentifierKind, "cio_id">;

/** The people of a workspace, found by any identifier. An identifier belongs to at most one person. */
export class People {
  readonly #mode: () => WorkspaceConfig["mode"];
  readonly #byKey: Record<IdentifierKind, Map<string, Person>> = {
    id: new Map(),
    email: new Map(),
    phone: new Map(),
    cio_id: new Map(),
  };
  /** Each blocked key with all keys that were blocked together with it. */
  readonly #suppressed = new Map<string, readonly string[]>();

  constructor(mode: () => WorkspaceConfig["mode"]) {
    this.#mode = mode;
  }

  get count(): number {
    return this.#byKey.cio_id.size;
  }

  all(): IterableIterator<Person> {
    return this.#byKey.cio_id.values();
  }

  find(who: Identifier): Person | undefined {
    return this.#byKey[who.kind].get(keyOf(who));
  }

  create(who: Identifier | undefined, now: number): Person {
    const person = newPerson(randomBytes(8).toString("hex"), now);
    this.#byKey.cio_id.set(person.cioId, person);
    if (who !== undefined && who.kind !== "cio_id") this.claim(person, who.kind, who.value);
    return person;
  }

  /** Gives a person an identifier, in place of the former one of that kind. The caller has checked that it is free. */
  claim(person: Person, kind: SettableKind, value: string): void {
    this.release(person, kind);
    person[kind] = value;
    if (this.isIdentifier(kind)) this.#byKey[kind].set(keyOf({ kind, value }), person);
  }

  release(person: Person, kind: SettableKind): void {
    const value = person[kind];
    if (value === undefined) return;
    const key = keyOf({ kind, value });
    if (this.#byKey[kind].get(key) === person) this.#byKey[kind].delete(key);
    person[kind] = undefined;
  }

  remove(person: Person): void {
    for (const kind of ["id", "email", "phone"] as const) this.release(person, kind);
    this.#byKey.cio_id.delete(person.cioId);
  }

  /** In an id-only workspace an e-mail address is an ordinary attribute and need not be unique. */
  isIdentifier(kind: IdentifierKind): boolean {
    return kind !== "email" || this.#mode() === "email_or_id";
  }

  /** Blocks an identifier, and with it the others of the same person. */
  suppress(who: Identifier, person: Person | undefined): void {
    const keys = [blockKey(who)];
    if (person?.id !== undefined) keys.push(blockKey({ kind: "id", value: person.id }));
    if (person?.email !== undefined) keys.push(blockKey({ kind: "email", value: person.email }));
    for (const key of keys) this.#suppressed.set(key, keys);
  }

  /** Unblocks what was blocked together; false when nothing was. */
  unsuppress(who: Identifier): boolean {
    const keys = this.#suppressed.get(blockKey(who)) ?? [];
    for (const key of keys) this.#suppressed.delete(key);
    return keys.length > 0;
  }

  isSuppressed(who: Identifier): boolean {
    return this.#suppressed.size > 0 && this.#suppressed.has(blockKey(who));
  }
}

const blockKey = (who: Identifier) => `${who.kind}:${keyOf(who)}`;

/** E-mail addresses match without regard to case; every other identifier byte for byte. */
function keyOf(who: Identifier): string {
  return who.kind === "email" ? who.value.toLowerCase() : who.value;
}
