import { lstatSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryAround } from '../git/door.js';
import { filesAt, prefixOf, readBlobs } from '../git/objects.js';
import { baseOf, commitAt } from '../git/revision.js';

/** A configuration or baseline file may have this many bytes. */
const maxBytes = 10_000_000;

/** The state at a revision of whatever repositories there are, each asked once for the commit. */
export class Earlier {
  private readonly commits = new Map<string, string>();

  /** `as`: the revision itself, or where the branch that is checked out left it; `cwd`: what messages name folders relative to. */
  constructor(
    readonly revision: string,
    private readonly as: 'commit' | 'base',
    private readonly cwd: string,
  ) {}

  /** The commit of the repository around a folder; `name` is how messages call the folder. Throws `UsageError` where there is none. */
  readonly commitOf = (folder: string, name: string): string => {
    const repository = repositoryAround(folder) ?? folder;
    const known = this.commits.get(repository);
    if (known !== undefined) return known;
    const commit = this.as === 'base' ? baseOf(folder, name, this.revision) : commitAt(folder, name, this.revision);
    this.commits.set(repository, commit);
    return commit;
  };

  /** Texts of files by their absolute paths, where that state has them and they are not larger than 10 MB. What no repository holds is read as it is. */
  readonly read = (files: readonly string[]): ReadonlyMap<string, string> => {
    const texts = new Map<string, string>();
    for (const folder of new Set(files.map((file) => path.dirname(file)))) {
      const names = files.filter((file) => path.dirname(file) === folder).map((file) => path.basename(file));
      for (const [name, text] of repositoryAround(folder) === undefined ? looseTexts(folder, names) : this.heldTexts(folder, names)) {
        texts.set(path.join(folder, name), text);
      }
    }
    return texts;
  };

  private heldTexts(folder: string, names: readonly string[]): ReadonlyMap<string, string> {
    const commit = this.commitOf(folder, path.relative(this.cwd, folder) || 'the working directory');
    const prefix = prefixOf(folder) ?? '';
    const held = filesAt(
      folder,
      commit,
      names.map((name) => prefix + name),
    ).filter(({ size }) => size !== null && size <= maxBytes);
    const contents = readBlobs(
      folder,
      held.map(({ id }) => id),
    );
    return new Map(held.map((file) => [file.path.slice(prefix.length), contents.get(file.id)?.toString('utf8') ?? '']));
  }
}

function looseTexts(folder: string, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const file = path.join(folder, name);
      const stat = lstatSync(file, { throwIfNoEntry: false });
      return stat?.isFile() && stat.size <= maxBytes ? [[name, readFileSync(file, 'utf8')] as const] : [];
    }),
  );
}
