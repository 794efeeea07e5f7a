/**
 * Lets parties at something scarce: at most `places` at once, of which one party holds at most `each`; the others wait,
 * and are let in by turns, the next of each party after the other. So nobody's crowd is before somebody else's first.
 */
export type Turns = {
  /** Calls back when it is the party's turn, at once where a place is free; with an error when that took too long. */
  enter(party: string, entered: (error: Error | null) => void): void;
  leave(party: string): void;
};

export type TurnsOptions = { places: number; each: number; patienceMs: number };

type Waiting = { entered: (error: Error | null) => void; timer: NodeJS.Timeout };

export function createTurns({ places, each, patienceMs }: TurnsOptions): Turns {
  let inside = 0;
  const insideOf = new Map<string, number>();
  /** In the order of their turns: who was let in goes to the end. */
  const queues = new Map<string, Set<Waiting>>();

  const mayEnter = (party: string) => inside < places && (insideOf.get(party) ?? 0) < each;

  function admit(party: string): void {
    inside += 1;
    insideOf.set(party, (insideOf.get(party) ?? 0) + 1);
  }

  function next(): void {
    for (const [party, queue] of queues) {
      if (!mayEnter(party)) continue;
      const [first] = queue;
      queues.delete(party);
      if (!first) continue;
      queue.delete(first);
      if (queue.size > 0) queues.set(party, queue);
      clearTimeout(first.timer);
      admit(party);
      first.entered(null);
      return;
    }
  }

  function wait(party: string, entered: Waiting["entered"]): void {
    const queue = queues.get(party) ?? new Set();
    const giveUp = () => {
      queue.delete(waiting);
      // The words of node-postgres for the same.
      entered(new Error("timeout exceeded when trying to connect"));
    };
    const waiting: Waiting = { entered, timer: setTimeout(giveUp, patienceMs) };
    queue.add(waiting);
    queues.set(party, queue);
  }

  return {
    enter(party, entered) {
      if (!mayEnter(party)) return wait(party, entered);
      admit(party);
      entered(null);
    },
    leave(party) {
      inside -= 1;
      const left = (insideOf.get(party) ?? 1) - 1;
      if (left > 0) insideOf.set(party, left);
      else insideOf.delete(party);
      next();
    },
  };
}
