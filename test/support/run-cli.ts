import type { Console } from '../../src/cli/console.js';
import { run } from '../../src/cli/run.js';

/** What one command line gave. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a folder, as in a pipe of 100 columns, on 2026-11-24. */
export async function runCli(args: readonly string[], cwd: string, more: Partial<Console> = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: {},
    cwd,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: undefined,
    now: () => 0,
    today: '2026-11-24',
    ...more,
  });
  return { code, out, err };
}
