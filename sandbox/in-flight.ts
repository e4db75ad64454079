/** One request on its way through the sandbox. */
export interface Arrival {
  /** Says whom the request is about, as soon as that is known. */
  concerns(people: ReadonlySet<string>): void;
  /** The answer is about to be written, or the client is gone. Further calls do nothing. */
  leave(): void;
}

/** How many requests were under way at once, in all and for one person. */
export class InFlight {
  #now = 0;
  #most = 0;
  #mostOfOnePerson = 0;
  #busiestPerson: string | undefined;
  readonly #ofPerson = new Map<string, number>();

  arrive(): Arrival {
    this.#now++;
    this.#most = Math.max(this.#most, this.#now);
    let people: ReadonlySet<string> = new Set();
    let gone = false;
    return {
      concerns: (named) => {
        people = named;
        for (const person of named) this.#enter(person);
      },
      leave: () => {
        if (gone) return;
        gone = true;
        this.#now--;
        for (const person of people) this.#exit(person);
      },
    };
  }

  read() {
    return {
      now: this.#now,
      max: this.#most,
      max_per_person: this.#mostOfOnePerson,
      busiest_person: this.#busiestPerson ?? null,
    };
  }

  /** Forgets the maxima; what is under way stays counted. */
  resetMaxima(): void {
    this.#most = this.#now;
    this.#mostOfOnePerson = 0;
    this.#busiestPerson = undefined;
  }

  #enter(person: string): void {
    const count = (this.#ofPerson.get(person) ?? 0) + 1;
    this.#ofPerson.set(person, count);
    if (count > this.#mostOfOnePerson) {
      this.#mostOfOnePerson = count;
      this.#busiestPerson = person;
    }
  }

  #exit(person: string): void {
    const count = (this.#ofPerson.get(person) ?? 1) - 1;
    if (count === 0) this.#ofPerson.delete(person);
    else this.#ofPerson.set(person, count);
  }
}
