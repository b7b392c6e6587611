import type { BuildCallFact, BuildFact, Fact, ImageFact } from '../core/fact.js';
import { type Evidence, compareLocations } from '../core/location.js';
import { type Term, describeTerm } from '../core/term.js';
import { filled, type GivenValues, nothingGiven, plainTerm } from './filling.js';
import { type FolderWorld, folderOfImage, hasSources } from './folders.js';
import { hasTagWord, type ImageName, readImage, tagWord } from './images.js';
import { isUnder, joinPath, suffixesOf } from './paths.js';

/** An image that a line of the owners' builds, and what from. */
export interface ImageSource {
  readonly names: readonly ImageName[];
  /** Words in its tags, for images of one name that their tags tell apart. */
  readonly tags: readonly string[];
  readonly folder: string;
  /** The Dockerfile; null where the line needs none or it was not found. */
  readonly image: ImageFact | null;
  readonly evidence: Evidence;
}

const maxSources = 5_000;
const maxCalls = 4;

/**
 * What pipelines, scripts and build descriptions say of images: which folder each is built from, parameters filled in by those who run them. Lines
 * whose folder or name stays unknown, and folders that are not there, give nothing.
 */
export function imageSources(facts: readonly Fact[], world: FolderWorld): ImageSource[] {
  const builds = facts.filter((f) => f.kind === 'build').filter((f) => !world.files.isAside(f.at.file));
  const calls = facts.filter((f) => f.kind === 'build-call');
  const found = new Map<string, ImageSource>();
  for (const build of [...builds].sort((a, b) => compareLocations(a.at, b.at))) {
    for (const lookup of [nothingGiven, ...valuesGiven(build, calls, world, 0)]) {
      const source = sourceOf(build, lookup, world);
      if (source && found.size < maxSources)
        found.set(`${source.folder}\n${source.tags.join()}\n${source.names.map((n) => `${n.owner}/${n.last}`).join()}`, source);
    }
  }
  return [...found.values()];
}

/** The values that each caller gives a file (or job), those of its callers filled in. */
function valuesGiven(of: Pick<BuildFact, 'at' | 'job'>, calls: readonly BuildCallFact[], world: FolderWorld, depth: number): GivenValues[] {
  if (depth >= maxCalls) return [];
  const own = calls.filter(
    (c) => c.files.find((file) => world.files.has(file)) === of.at.file && (c.job === undefined || c.job === of.job) && c.at.file !== of.at.file,
  );
  return own.slice(0, 500).flatMap((call): GivenValues[] => {
    const given = new Map(Object.entries(call.values));
    const outer = [nothingGiven, ...valuesGiven({ at: call.at }, calls, world, depth + 1)];
    return outer.map(
      (values): GivenValues =>
        (name) => {
          const value = given.get(name);
          return value && filled(value, values);
        },
    );
  });
}

function sourceOf(build: BuildFact, values: GivenValues, world: FolderWorld): ImageSource | undefined {
  const images = build.images.map((image) => filled(image, values));
  const names = images.flatMap((image) => readImage(image) ?? []);
  const context = knownPath(filled(build.context, values), (path) => path === '.' || world.files.under(path).length > 0);
  const [first] = build.images;
  if (names.length === 0 || context === undefined || first === undefined) return undefined;
  const dockerfile = build.dockerfile === undefined ? undefined : knownPath(filled(build.dockerfile, values), (path) => world.files.has(path));
  const written = build.dockerfile === undefined ? joinPath(context, 'Dockerfile') : dockerfile;
  const image = world.images.find((i) => i.dockerfile === written) ?? null;
  const folder = folderOf(context, image, world);
  const tags = [...new Set(images.flatMap((one) => tagWord(one) ?? []))];
  if (folder === undefined || world.files.isAside(folder)) return undefined;
  const text = `builds ${describeTerm(filled(first, values))} from ${folder}`;
  return { names, tags, folder, image, evidence: { ...build.at, foundBy: build.foundBy, text, role: 'definition' } };
}

/** A path without holes that stays in the tree; of alternatives the first that is there. */
function knownPath(term: Term, isThere: (path: string) => boolean): string | undefined {
  const texts = (term.k === 'choice' ? term.of : [term]).map(plainTerm);
  const paths = texts.flatMap((text) => (text === undefined || text.startsWith('/') ? [] : [joinPath('.', text)])).filter((path) => !path.startsWith('..'));
  return paths.find(isThere);
}

/** The context, unless it is the root of several things: then what the Dockerfile shows. */
function folderOf(context: string, image: ImageFact | null, world: FolderWorld): string | undefined {
  const deeper = image !== null && image.dir !== context && isUnder(image.dir, context) && world.byFolder.has(image.dir);
  if (context !== '.' && !deeper && hasSources(context, world.files)) return context;
  const shown = image === null ? undefined : folderOfImage(image, context, [], world);
  // A Dockerfile that stands in a folder of its own says more than a root that everything is built from.
  if (image !== null) return shown === '.' ? image.dir : shown;
  return context === '.' && !world.modules.some((m) => m.path === '.') ? undefined : context;
}

/**
 * The one source of an image: of the same registry path first, else of one that leaves the owner open; of several of one name the one whose tag ends
 * alike. Undefined for none, and for several folders.
 */
export function sourceOfImage(term: Term, sources: readonly ImageSource[]): ImageSource | undefined {
  const image = readImage(term);
  if (image === undefined) return undefined;
  for (const rank of [2, 1]) {
    const fitting = sources.filter((s) => s.names.some((name) => likeness(name, image) === rank));
    if (new Set(fitting.map((s) => s.folder)).size === 1) return fitting[0];
    if (fitting.length > 0) return taggedAlike(term, fitting);
  }
  return undefined;
}

/** The source with the longest word that the image's tag ends with; undefined for none, and for several. */
function taggedAlike(term: Term, sources: readonly ImageSource[]): ImageSource | undefined {
  const words = sources.flatMap((source) => source.tags.filter((word) => hasTagWord(term, word)).map((word) => ({ source, word })));
  const longest = Math.max(0, ...words.map(({ word }) => word.length));
  const found = words.filter(({ word }) => word.length === longest);
  return new Set(found.map(({ source }) => source.folder)).size === 1 ? found[0]?.source : undefined;
}

/** 2: the same path below the registry; 1: the path of one is not known, or ends the other's; 0: another image. */
function likeness(a: ImageName, b: ImageName): 0 | 1 | 2 {
  if (a.last !== b.last) return 0;
  const [x, y] = [pathOf(a), pathOf(b)];
  if (x === y && !a.openOwner && !b.openOwner) return 2;
  return x === '' || y === '' || x === y || x.endsWith(`/${y}`) || y.endsWith(`/${x}`) ? 1 : 0;
}

/** The owner without the registry's host. */
function pathOf({ owner }: ImageName): string {
  const [host = '', ...rest] = (owner ?? '').split('/');
  return /[.:]|^localhost$/.test(host) ? rest.join('/') : (owner ?? '');
}

/** The folder of a Go program that a manifest names by its import path (`ko://github.com/acme/shop/cmd/orders`); undefined for other images. */
export function folderOfImportPath(image: Term | undefined, world: FolderWorld): string | undefined {
  if (image?.k !== 'literal' || !image.text.startsWith('ko://')) return undefined;
  return suffixesOf(image.text.slice('ko://'.length)).find((path) => world.files.under(path).some((file) => file.endsWith('.go')));
}
