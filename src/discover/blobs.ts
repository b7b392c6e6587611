import { extname, join } from 'node:path';
import type { Limits } from '../core/files.js';
import { UsageError } from '../core/usage-error.js';
import { readBlobs } from '../git/objects.js';
import { GuardedReader } from './reader.js';
import { blobId, Intake, type ReadResult, type TextReader } from './texts.js';
import type { DiskTree } from './tree.js';

/** Where a file of an earlier state is kept. */
export interface BlobPlace {
  /** Folder of its repository, relative to the scan root. */
  readonly repository: string;
  readonly id: string;
  /** Bytes; null where the clone lacks it. */
  readonly size: number | null;
}

const batchBytes = 8_000_000;
const batchFiles = 2_000;
/** Blobs that were fetched ahead and not asked for are kept up to this sum. */
const keptBytes = 32_000_000;

/**
 * Reads an earlier state of a tree: from the disk where the file there is the same, byte for byte, else from git's objects, many at once. Files of the tree
 * that no repository holds have one state only and come from the disk. Throws `UsageError` where a clone lacks an object.
 */
export class BlobReader implements TextReader {
  private readonly intake: Intake;
  private readonly disk: GuardedReader;
  private readonly paths: readonly string[];
  private readonly ahead = new Map<string, Buffer>();
  private aheadBytes = 0;

  /** `places` by path, in code-point order; `now`: the tree on the disk. */
  constructor(
    private readonly places: ReadonlyMap<string, BlobPlace>,
    private readonly now: DiskTree,
    limits: Limits,
  ) {
    this.intake = new Intake(limits);
    this.disk = new GuardedReader(now.root, limits);
    this.paths = [...places.keys()];
  }

  read(path: string): ReadResult {
    const place = this.places.get(path);
    if (place === undefined) return this.disk.read(path);
    const bytes = this.fromDisk(path, place) ?? this.intake.refusal(path, place.size ?? 0) ?? this.fromGit(path, place);
    return 'skipped' in bytes ? bytes : this.intake.textOf(path, bytes);
  }

  private fromDisk(path: string, place: BlobPlace): Buffer | undefined {
    if (!this.now.has(path)) return undefined;
    const bytes = this.disk.bytes(path);
    return 'skipped' in bytes || (place.size !== null && bytes.length !== place.size) || blobId(bytes, place.id.length) !== place.id ? undefined : bytes;
  }

  private fromGit(path: string, place: BlobPlace): Buffer {
    const bytes = this.ahead.get(place.id) ?? this.fetch(path, place).get(place.id);
    if (bytes === undefined) {
      const where = place.repository === '' ? 'the repository' : place.repository;
      throw new UsageError(`${where} lacks ${path} of the earlier revision (a partial clone). Clone without --filter, or run git fetch --refetch.`);
    }
    return bytes;
  }

  /** Fetches a blob, and with it those of the same kind that come next by path and that the disk does not have: they are asked for next. */
  private fetch(path: string, wanted: BlobPlace): ReadonlyMap<string, Buffer> {
    const ids = [wanted.id];
    let bytes = wanted.size ?? 0;
    for (let at = this.paths.indexOf(path) + 1; at < this.paths.length && ids.length < batchFiles && bytes < batchBytes; at += 1) {
      const next = this.paths[at] ?? '';
      const place = this.places.get(next);
      if (place === undefined || place.repository !== wanted.repository || extname(next) !== extname(path) || !this.differs(next, place)) continue;
      ids.push(place.id);
      bytes += place.size ?? 0;
    }
    const found = readBlobs(join(this.now.root, wanted.repository), ids);
    if (this.aheadBytes > keptBytes) {
      this.ahead.clear();
      this.aheadBytes = 0;
    }
    for (const [id, content] of found) {
      this.ahead.set(id, content);
      this.aheadBytes += content.length;
    }
    return found;
  }

  /** Whether a file is known to differ from the disk's, without reading either, and is worth fetching. */
  private differs(path: string, place: BlobPlace): boolean {
    if (place.size === null || place.size > this.intake.limitOf(path)) return false;
    const known = this.now.contentId(path);
    return known === undefined ? this.now.sizeOf(path) !== place.size : known !== place.id;
  }
}
