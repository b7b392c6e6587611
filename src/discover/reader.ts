import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { SkipReason } from '../core/fact.js';
import type { Limits } from '../core/files.js';
import { isSourceFile } from './limits.js';

export type ReadResult = { readonly text: string } | { readonly skipped: SkipReason; readonly message: string };

const binarySniffBytes = 8_192;

/**
 * The only door to the scanned disk's contents. Opens regular files inside the root, follows no link, never blocks on a pipe or device,
 * reads at most the limit, and decodes UTF-8, UTF-16 (by its mark) and, where that fails, Latin-1.
 */
export class GuardedReader {
  private readonly realFolders = new Map<string, boolean>();
  private bytesRead = 0;

  /** `root` is absolute and real (no links in it). */
  constructor(
    private readonly root: string,
    private readonly limits: Limits,
  ) {}

  /** Reads one file, by its path relative to the root. Says why not; never throws. */
  read(path: string): ReadResult {
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

  private readOpen(descriptor: number, path: string): ReadResult {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { skipped: 'unreadable', message: 'It is no regular file and is not opened.' };
    const source = isSourceFile(path);
    const limit = source ? this.limits.sourceBytes : this.limits.dataBytes;
    if (stat.size > limit)
      return { skipped: 'too-large', message: `The file has ${stat.size} bytes, the limit is ${limit}. Split it or add it to \`ignore\`.` };
    if (this.bytesRead + stat.size > this.limits.totalBytes) {
      return { skipped: 'too-large', message: `More than ${this.limits.totalBytes} bytes in all are not read. Scan fewer folders or add some to \`ignore\`.` };
    }
    const bytes = readAtMost(descriptor, Math.min(limit, stat.size + 1));
    this.bytesRead += bytes.length;
    const text = decode(bytes);
    if (text === undefined) return { skipped: 'binary', message: 'The file is binary.' };
    if (source && hasLongLine(text, this.limits.lineLength)) {
      return { skipped: 'minified', message: `A line has more than ${this.limits.lineLength} characters: minified or generated. Add it to \`ignore\`.` };
    }
    return { text };
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

/** Text of a file's bytes, without byte order mark; undefined for binary ones. */
function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString('utf16le');
  if (bytes.subarray(0, binarySniffBytes).includes(0)) return undefined;
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') && !bytes.includes('\uFFFD')) return bytes.toString('latin1');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function hasLongLine(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  let begin = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
    if (end - begin > limit) return true;
    begin = end + 1;
  }
  return text.length - begin > limit;
}
