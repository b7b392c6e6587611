import { existsSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/usage-error.js';
import type { Console } from './console.js';
import { commandNames, createProgram } from './program.js';

/** Runs one command line and gives its exit code: 0, 1 or 2. Never throws. */
export async function run(argv: readonly string[], console: Console): Promise<number> {
  const help: string[] = [];
  let exitCode = 0;
  try {
    const program = createProgram(console, {
      help: (text) => void help.push(text),
      error: (text) => console.err(text),
      done: (code) => {
        exitCode = code;
      },
    });
    await refuseUnknownCommand(argv[0], console);
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    exitCode = await exitCodeOf(error, argv, console);
  }
  if (help.length > 0) await console.out(help.join(''));
  return exitCode;
}

/** A first word that is no command and no path, but nearly a command: a slip, not a folder to lint. */
async function refuseUnknownCommand(word: string | undefined, console: Console): Promise<void> {
  if (word === undefined || word.startsWith('-') || commandNames.includes(word) || existsSync(path.resolve(console.cwd, word))) return;
  const { nearestName } = await import('../config/index.js');
  const near = nearestName(word, commandNames);
  const hint = near === undefined ? `no such path, and no command: archlint has ${commandNames.join(', ')}` : `did you mean '${near}'?`;
  throw new UsageError(`'${word}' is no command and no path: ${hint}`);
}

async function exitCodeOf(error: unknown, argv: readonly string[], console: Console): Promise<number> {
  if (isCommanderExit(error)) return error.exitCode === 0 ? 0 : 2;
  const { term } = await import('../report/shape/escape.js');
  const message = error instanceof Error ? error.message : String(error);
  const verbose = argv.includes('--verbose') || argv.includes('-v');
  if (error instanceof UsageError) console.err(`archlint: ${lines(message).map(term).join('\n')}\n`);
  else if (verbose && error instanceof Error)
    console.err(
      `archlint: internal error\n${lines(error.stack ?? message)
        .map(term)
        .join('\n')}\n`,
    );
  else console.err(`archlint: internal error: ${term(lines(message)[0] ?? '')} (run with --verbose for the stack)\n`);
  return 2;
}

const lines = (text: string): readonly string[] => text.split('\n');

/** What commander throws in place of ending the process: help and version with 0, wrong usage with another code. */
function isCommanderExit(error: unknown): error is { readonly code: string; readonly exitCode: number } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('commander.') && 'exitCode' in error;
}
