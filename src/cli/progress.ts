import type { Console } from './console.js';

/** One line on a terminal's standard error that says which stage runs. */
export interface Progress {
  readonly stage: (name: string) => void;
  readonly clear: () => void;
}

const eraseLine = '\r\u001b[2K';

/** Progress that shows itself on a terminal only, and not with --quiet. */
export function createProgress(console: Console, quiet: boolean): Progress {
  if (quiet || !console.errIsTerminal || console.env.TERM === 'dumb') return { stage: () => undefined, clear: () => undefined };
  let shown = false;
  return {
    stage: (name) => {
      shown = true;
      console.err(`${eraseLine}archlint: ${name} …`);
    },
    clear: () => {
      if (shown) console.err(eraseLine);
      shown = false;
    },
  };
}
