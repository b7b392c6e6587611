import { logLines } from '../report/shape/escape.js';

/** What a run knows of the world around it; tests give their own. */
export interface Console {
  /** Writes to standard output and waits until it has left the process; a reader that went away is no error. */
  readonly out: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether standard output and standard error are terminals. */
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Shows a question on standard error and waits for a line; undefined at the end of input. Absent where nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Width of the terminal, where there is one. */
  readonly columns: number | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** ISO date of today, for suppressions that end. */
  readonly today: string;
}

/** The process's own streams, environment and clock. */
export function processConsole(): Console {
  let closed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  process.stderr.on('error', () => undefined);
  const out = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (closed) resolve();
      else process.stdout.write(text, (error) => (error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(error) : resolve()));
    });
  return {
    out,
    err: (text) => void process.stderr.write(logLines(text)),
    env: process.env,
    cwd: process.cwd(),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask: askOnTerminal } : {}),
    columns: process.stdout.columns,
    now: () => performance.now(),
    today: new Date().toISOString().slice(0, 10),
  };
}

async function askOnTerminal(question: string): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
    return await Promise.race([lines.question(question), closed]);
  } finally {
    lines.close();
  }
}
