/** A queue that serves its senders in turn, each in the order it sent: a flood holds up nobody but itself. Pure. */

export interface FairQueue<T> {
  push(sender: string, item: T): void;
  /** At most so many, one of each sender in turn. */
  take(most: number): T[];
  size(): number;
}

export function createFairQueue<T>(): FairQueue<T> {
  /** In the order of their turns. */
  const lines = new Map<string, T[]>();
  let size = 0;
  return {
    push: (sender, item) => {
      const line = lines.get(sender);
      if (line) line.push(item);
      else lines.set(sender, [item]);
      size += 1;
    },
    take: (most) => {
      const taken: T[] = [];
      while (taken.length < most && size > 0) {
        const [sender, line] = lines.entries().next().value as [string, T[]];
        taken.push(line.shift() as T);
        size -= 1;
        // To the end of the turns, or out.
        lines.delete(sender);
        if (line.length > 0) lines.set(sender, line);
      }
      return taken;
    },
    size: () => size,
  };
}
