/** Measures stages and says which one begins. */
export interface Stopwatch {
  /** Milliseconds by stage. */
  readonly spent: Record<string, number>;
  time<T>(stage: string, work: () => T): T;
  wait<T>(stage: string, work: () => Promise<T>): Promise<T>;
}

/** A stopwatch; `onProgress` hears each stage begin. */
export function stopwatch(onProgress?: (stage: string) => void): Stopwatch {
  const spent: Record<string, number> = {};
  const note = (stage: string, since: number): void => {
    spent[stage] = Math.round((performance.now() - since) * 10) / 10;
  };
  return {
    spent,
    time: (stage, work) => {
      onProgress?.(stage);
      const since = performance.now();
      const result = work();
      note(stage, since);
      return result;
    },
    wait: async (stage, work) => {
      onProgress?.(stage);
      const since = performance.now();
      const result = await work();
      note(stage, since);
      return result;
    },
  };
}
