/** The newest `size` items, oldest first. Memory is bounded whatever comes. */
export class Ring<T> {
  readonly #size: number;
  #items: T[] = [];
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  push(item: T): void {
    if (this.#items.length < this.#size) this.#items.push(item);
    else this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** Newest last. */
  list(): T[] {
    if (this.#items.length < this.#size) return [...this.#items];
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)];
  }

  /** The newest `limit` items that pass, newest first. */
  newest(limit: number, pass: (item: T) => boolean = () => true): T[] {
    const found: T[] = [];
    const items = this.list();
    for (let i = items.length - 1; i >= 0 && found.length < limit; i--) {
      const item = items[i];
      if (item !== undefined && pass(item)) found.push(item);
    }
    return found;
  }

  clear(): void {
    this.#items = [];
    this.#next = 0;
  }
}
