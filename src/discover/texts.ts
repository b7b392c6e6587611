import { createHash } from 'node:crypto';
import type { SkipReason } from '../core/extraction.js';
import type { Limits } from '../core/files.js';
import { isSourceFile } from './limits.js';

export type Skipped = { readonly skipped: SkipReason; readonly message: string };
/** `id`: what git would call this content, where the reader knows it. */
export type ReadResult = { readonly text: string; readonly id?: string } | Skipped;

/** What gives the texts of one state of a tree. */
export interface TextReader {
  /** Reads one file, by its path relative to the root. Says why not. */
  read(path: string): ReadResult;
}

const binarySniffBytes = 8_192;

/** Judges the sizes and contents of a run's files, wherever they are read from: what is too much, binary or minified is refused. */
export class Intake {
  private bytesRead = 0;

  constructor(private readonly limits: Limits) {}

  /** The largest size in bytes that a file of this name may have. */
  limitOf(path: string): number {
    return isSourceFile(path) ? this.limits.sourceBytes : this.limits.dataBytes;
  }

  /** Why a file of this size is not read; undefined where it may be. */
  refusal(path: string, size: number): Skipped | undefined {
    const limit = this.limitOf(path);
    if (size > limit) return { skipped: 'too-large', message: `The file has ${size} bytes, the limit is ${limit}. Split it or add it to \`ignore\`.` };
    if (this.bytesRead + size <= this.limits.totalBytes) return undefined;
    return { skipped: 'too-large', message: `More than ${this.limits.totalBytes} bytes in all are not read. Scan fewer folders or add some to \`ignore\`.` };
  }

  /** Text of a file's bytes, which count from now on. */
  textOf(path: string, bytes: Buffer): ReadResult {
    this.bytesRead += bytes.length;
    const text = decode(bytes);
    if (text === undefined) return { skipped: 'binary', message: 'The file is binary.' };
    if (isSourceFile(path) && hasLongLine(text, this.limits.lineLength)) {
      return { skipped: 'minified', message: `A line has more than ${this.limits.lineLength} characters: minified or generated. Add it to \`ignore\`.` };
    }
    return { text };
  }
}

/** What git calls a file with these bytes; SHA-1, or SHA-256 for an `idLength` of 64. */
export function blobId(bytes: Buffer, idLength = 40): string {
  return createHash(idLength === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
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
