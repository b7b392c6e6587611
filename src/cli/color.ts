import type { Palette } from '../report/options.js';
import type { Console } from './console.js';

/** Levels as chalk counts them: none, 16 colours, 256, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/**
 * Whether and how richly to colour standard output. The option beats NO_COLOR (no-color.org: any non-empty value), which beats FORCE_COLOR (0 to 3, `true`
 * or empty), which beats the terminal. chalk by itself does not heed NO_COLOR.
 */
export function colorLevel(option: boolean | undefined, console: Pick<Console, 'env' | 'outIsTerminal'>): ColorLevel {
  if (option !== undefined) return option ? 1 : 0;
  const { NO_COLOR: none, FORCE_COLOR: forced, TERM: terminal } = console.env;
  if (none !== undefined && none !== '') return 0;
  if (forced !== undefined) {
    if (forced === '0' || forced === 'false') return 0;
    return forced === '2' ? 2 : forced === '3' ? 3 : 1;
  }
  return console.outIsTerminal && terminal !== 'dumb' ? 1 : 0;
}

/** The palette of a colour level. */
export async function paletteOf(level: ColorLevel): Promise<Palette> {
  if (level === 0) return (await import('../report/options.js')).plainPalette;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level });
  return { bold: chalk.bold, dim: chalk.dim, red: chalk.red, yellow: chalk.yellow, blue: chalk.blue, green: chalk.green, cyan: chalk.cyan };
}
