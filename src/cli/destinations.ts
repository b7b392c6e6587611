import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../core/usage-error.js';
import { formatNames } from '../report/formats.js';
import type { ReportCommand } from '../report/options.js';

/** A format and where its text goes: standard output, or a file. */
export interface Destination {
  readonly format: string;
  readonly file?: string;
}

/**
 * Reads `--format NAME[=FILE]` and `--output FILE`. At most one format may go to standard output; `--output` is the file of that one.
 * Throws UsageError that names the nearest format.
 */
export function destinations(
  command: ReportCommand,
  formats: readonly string[] | undefined,
  output: string | undefined,
  nearest: (word: string, names: readonly string[]) => string | undefined,
): readonly Destination[] {
  const known = formatNames[command];
  const parsed = (formats ?? [known[0]]).map((text): Destination => {
    const equals = text.indexOf('=');
    const format = equals < 0 ? text : text.slice(0, equals);
    const file = equals < 0 ? undefined : text.slice(equals + 1);
    if (!known.includes(format))
      throw new UsageError(`unknown format '${format}' of ${command}${suggestion(nearest(format, known))}; there are: ${known.join(', ')}`);
    if (file === '') throw new UsageError(`--format ${format}= names no file`);
    return file === undefined ? { format } : { format, file };
  });
  const open = parsed.filter((destination) => destination.file === undefined);
  if (open.length > 1)
    throw new UsageError(`only one format can go to standard output: give the others a file, as in --format ${open[1]?.format ?? 'json'}=FILE`);
  if (output === undefined) return parsed;
  if (open.length === 0) throw new UsageError('--output has nothing to write: every --format names a file of its own');
  return parsed.map((destination) => (destination.file === undefined ? { ...destination, file: output } : destination));
}

/** `. Did you mean 'x'?` or nothing. */
export function suggestion(name: string | undefined): string {
  return name === undefined ? '' : ` (did you mean '${name}'?)`;
}

/**
 * Writes a file whole or not at all: to a new file beside it that is then renamed. Refuses to replace anything but a regular file, and to follow a link.
 */
export async function writeReport(file: string, text: string): Promise<void> {
  const existing = await lstat(file).catch(() => undefined);
  if (existing && !existing.isFile())
    throw new UsageError(`${file} is ${existing.isSymbolicLink() ? 'a link' : existing.isDirectory() ? 'a folder' : 'no regular file'}: not written`);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
