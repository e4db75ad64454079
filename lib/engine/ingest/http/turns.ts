// Long work on the one thread: cut into steps, one step per turn of the event loop, clients taking turns.

/** A computation that may be interrupted at each `yield`. MUST not compute more than a few milliseconds between two. */
export type Steps<T> = Generator<undefined, T, undefined>;

export interface Turns {
  /**
   * Runs the steps, sockets being served between any two. One computation at a time for a client, in the order of
   * arrival; the next turn belongs to the next client. `null` when `isGone` said that nobody waits for it any more.
   */
  run<T>(client: string, steps: Steps<T>, isGone: () => boolean): Promise<T | null>;
}

/** Takes one step; true when it was the last. */
type Task = () => boolean;

export function createTurns(): Turns {
  // A Map keeps the order of insertion: the client whose turn it was goes to the end.
  const clients = new Map<string, Task[]>();

  function turn(): void {
    const next = clients.entries().next();
    if (next.done) return;
    const [client, tasks] = next.value;
    clients.delete(client);
    if (tasks[0]?.()) tasks.shift();
    if (tasks.length > 0) clients.set(client, tasks);
    if (clients.size > 0) setImmediate(turn);
  }

  function add(client: string, task: Task): void {
    if (clients.size === 0) setImmediate(turn);
    const tasks = clients.get(client);
    if (tasks === undefined) clients.set(client, [task]);
    else tasks.push(task);
  }

  return {
    run: (client, steps, isGone) =>
      new Promise((resolve, reject) => {
        add(client, () => {
          try {
            const result = isGone() ? { done: true, value: null } : steps.next();
            if (result.done) resolve(result.value ?? null);
            return result.done === true;
          } catch (error) {
            reject(error);
            return true;
          }
        });
      }),
  };
}
