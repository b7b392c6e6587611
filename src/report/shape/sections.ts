/** Bytes of a text as it is stored and sent. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * Joins sections, a blank line between them, as long as they fit the budget in bytes; sections that do not fit are left out whole, and `rest` says how
 * many. The first one stays in any case: it is the headline.
 */
export function withinBudget(sections: readonly string[], budget: number, rest: (left: number) => string): string {
  const whole = joined(sections);
  if (byteLength(whole) <= budget) return whole;
  const kept: string[] = [];
  let room = budget - byteLength(joined([rest(sections.length)]));
  for (const section of sections) {
    const size = byteLength(section) + 2;
    if (kept.length > 0 && size > room) continue;
    kept.push(section);
    room -= size;
  }
  return joined([...kept, rest(sections.length - kept.length)]);
}

const joined = (sections: readonly string[]): string => `${sections.join('\n\n')}\n`;
