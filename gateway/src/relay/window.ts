/** Lets at most `size` callers in at once, the others in order of arrival. */
export function createWindow(size: number): { enter(): Promise<() => void> } {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next();
  };
  return {
    async enter() {
      if (inside < size) inside += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
