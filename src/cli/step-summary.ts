import { lstat, open } from 'node:fs/promises';
import type { Console } from './console.js';

/** GitHub refuses a summary of more than 1 MiB for a step. */
const maxBytes = 1024 * 1024;

/**
 * Adds a document to the summary of the running GitHub Actions step, if there is one; `render` gets the bytes that are left in it. A summary that cannot be
 * written is said on standard error and fails nothing.
 */
export async function addStepSummary(console: Console, render: (budget: number) => string | Promise<string>): Promise<void> {
  const file = console.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  try {
    const existing = await lstat(file).catch(() => undefined);
    if (existing && !existing.isFile()) throw new Error('it is no regular file');
    const text = await render(maxBytes - (existing?.size ?? 0) - 2);
    const handle = await open(file, 'a');
    try {
      await handle.appendFile(existing && existing.size > 0 ? `\n${text}` : text);
    } finally {
      await handle.close();
    }
  } catch (error) {
    console.err(`archlint: the step summary was not written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
