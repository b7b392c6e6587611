/** A question with a few answers; the first is taken for an empty line. */
export interface Question<T extends string> {
  readonly text: string;
  readonly answers: readonly [T, ...T[]];
}

/** Asks on the terminal until the answer is one of those offered, by its word or its beginning. */
export async function choose<T extends string>(ask: (text: string) => Promise<string | undefined>, question: Question<T>): Promise<T> {
  const [first] = question.answers;
  const offered = question.answers.map((answer) => (answer === first ? answer.toUpperCase() : answer)).join('/');
  let hint = '';
  for (;;) {
    const line = await ask(`${hint}${question.text} [${offered}] `);
    if (line === undefined || line.trim() === '') return first;
    const found = question.answers.filter((answer) => answer.startsWith(line.trim().toLowerCase()));
    if (found.length === 1 && found[0] !== undefined) return found[0];
    hint = `Answer ${question.answers.join(', ')}, or nothing for ${first}.\n`;
  }
}
