import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Limits } from '../core/files.js';
import { blobId, Intake, type ReadResult, type Skipped, type TextReader } from './texts.js';

/**
 * The only door to the scanned disk's contents. Opens regular files inside the root, follows no link, never blocks on a pipe or device,
 * reads at most the limit, and decodes UTF-8, UTF-16 (by its mark) and, where that fails, Latin-1.
 */
export class GuardedReader implements TextReader {
  private readonly realFolders = new Map<string, boolean>();
  private readonly intake: Intake;

  /** `root` is absolute and real (no links in it). With `identify` every text comes with its content's id. */
  constructor(
    private readonly root: string,
    limits: Limits,
    private readonly identify = false,
  ) {
    this.intake = new Intake(limits);
  }

  /** Reads one file, by its path relative to the root. Says why not; never throws. */
  read(path: string): ReadResult {
    const read = this.bytes(path);
    if ('skipped' in read) return read;
    const result = this.intake.textOf(path, read);
    return this.identify && 'text' in result ? { ...result, id: blobId(read) } : result;
  }

  /** The bytes of one file that is not too large. Says why not; never throws. */
  bytes(path: string): Buffer | Skipped {
    if (!this.isInside(dirname(path))) return { skipped: 'outside-root', message: 'The path leaves the scanned folder and is not read.' };
    let descriptor: number | undefined;
    try {
      descriptor = openSync(join(this.root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      return this.readOpen(descriptor, path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      if (code === 'ELOOP') return { skipped: 'outside-root', message: 'The file is a link, and links are not followed.' };
      return { skipped: 'unreadable', message: `The file cannot be read (${code}). Check its permissions.` };
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  /** Whether a folder, given relative to the root, is inside it and reached through no link. Remembered. */
  isInside(folder: string): boolean {
    const known = this.realFolders.get(folder);
    if (known !== undefined) return known;
    let inside = false;
    try {
      const absolute = join(this.root, folder);
      inside =
        realpathSync.native(absolute) === absolute && (absolute === this.root || absolute.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep));
    } catch {
      inside = false;
    }
    this.realFolders.set(folder, inside);
    return inside;
  }

  private readOpen(descriptor: number, path: string): Buffer | Skipped {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { skipped: 'unreadable', message: 'It is no regular file and is not opened.' };
    return this.intake.refusal(path, stat.size) ?? readAtMost(descriptor, Math.min(this.intake.limitOf(path), stat.size + 1));
  }
}

/** A file may grow or shrink while it is read. */
function readAtMost(descriptor: number, limit: number): Buffer {
  const buffer = Buffer.allocUnsafe(limit);
  let length = 0;
  while (length < limit) {
    const count = readSync(descriptor, buffer, length, limit - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}
