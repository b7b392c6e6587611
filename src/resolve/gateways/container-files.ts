import type { DockerStage, ImageFact } from '../../core/fact.js';
import type { RunUnit } from '../model.js';
import { baseOf, isUnder, joinPath } from '../paths.js';

/** A file of configuration, where a container sees it. */
export interface SeenFile {
  /** As `GatewayPart.source`. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly path: string;
}
/** `whole`: came with its folder, and may be anything. */
type Found = SeenFile & { readonly whole: boolean };

/** Folders of a container that hold configuration: only there does a copied or mounted folder count for each file in it. */
const configuration = /^\/(etc|usr\/local\/(etc|openresty|kong|apisix)|opt|kong|config|conf|configs?|home|envoy|traefik|certs)(\/|$)/;

/** The sources that a running container sees, by mounts and by what its image copies; a mount hides what the image has at its place. */
export function seenFiles(run: RunUnit, images: readonly ImageFact[], sources: readonly string[]): SeenFile[] {
  const seen = new Map<string, string>();
  const image = run.image === null ? images : [run.image];
  for (const one of image) for (const file of copiedFiles(one, run.container.build, sources)) seen.set(file.path, file.source);
  for (const file of mountedFiles(run, sources)) seen.set(file.path, file.source);
  return [...seen].map(([path, source]) => ({ path, source }));
}

function mountedFiles(run: RunUnit, sources: readonly string[]): SeenFile[] {
  const { platform } = run.instance.workload;
  return run.container.mounts.flatMap((mount) => {
    const target = absolute(mount.target);
    return sources.flatMap((source): SeenFile[] => {
      const embedded = source.indexOf('#');
      if (platform !== 'kubernetes' && embedded < 0) return under(source, mount.source, target);
      if (embedded < 0) return [];
      const named = source.slice(embedded + 1);
      if (mount.source === named) return [{ source, path: target }];
      return named.startsWith(`${mount.source}/`) ? [{ source, path: joinAbsolute(target, named.slice(mount.source.length + 1)) }] : [];
    });
  });
}

/** A file at `from` or, in a folder of configuration, below it. */
function under(source: string, from: string, target: string): SeenFile[] {
  const path = joinPath('.', from);
  if (source === path) return [{ source, path: target }];
  if (!isUnder(source, path) || !configuration.test(target)) return [];
  return [{ source, path: joinAbsolute(target, path === '.' ? source : source.slice(path.length + 1)) }];
}

/** What the last stage (or the one built) copies from the build context, also through earlier stages. */
function copiedFiles(image: ImageFact, build: RunUnit['container']['build'] | undefined, sources: readonly string[]): SeenFile[] {
  const { stages } = image;
  const context = build === undefined || build.context.startsWith('..') ? image.dir : build.context;
  const last = build?.target === undefined ? stages.at(-1) : (stages.find((s) => s.name === build.target) ?? stages.at(-1));
  const found = new Map<string, SeenFile>();
  for (const base of new Set([context, image.dir])) {
    for (const { source, path, whole } of last === undefined ? [] : stageFiles(last, image, base, sources, 0))
      if (!found.has(path) && (!whole || configuration.test(path))) found.set(path, { source, path });
  }
  return [...found.values()];
}

const maxStages = 6;

function stageFiles(stage: DockerStage, image: ImageFact, context: string, sources: readonly string[], depth: number): Found[] {
  if (depth > maxStages) return [];
  const parent = stageNamed(stage.from.k === 'literal' ? stage.from.text : undefined, image, stage);
  const inherited = parent === undefined ? [] : stageFiles(parent, image, context, sources, depth + 1);
  const own = stage.copies.flatMap((copy) => {
    const origin = copy.from === undefined ? undefined : stageNamed(copy.from, image, stage);
    if (copy.from !== undefined && origin === undefined) return [];
    const target = joinAbsolute(stage.workdir ?? '/', copy.target);
    const toFolder = copy.target.endsWith('/') || copy.target === '.' || copy.sources.length > 1;
    return copy.sources.flatMap((from) =>
      origin === undefined
        ? fromContext(from, target, toFolder, context, sources)
        : fromStage(from, target, toFolder, stageFiles(origin, image, context, sources, depth + 1)),
    );
  });
  return [...inherited, ...own];
}

function stageNamed(name: string | undefined, image: ImageFact, self: DockerStage): DockerStage | undefined {
  if (name === undefined) return undefined;
  const numbered = /^\d+$/.test(name) ? image.stages[Number(name)] : undefined;
  return [numbered, ...image.stages].find((s) => s !== undefined && s !== self && (s === numbered || s.name?.toLowerCase() === name.toLowerCase()));
}

function fromContext(from: string, target: string, toFolder: boolean, context: string, sources: readonly string[]): Found[] {
  const path = joinPath(context, from);
  const star = path.indexOf('*');
  return sources.flatMap((source): Found[] => {
    if (source === path) return [{ source, whole: false, path: toFolder ? joinAbsolute(target, baseOf(source)) : target }];
    if (star >= 0) {
      const fits = source.startsWith(path.slice(0, star)) && source.endsWith(path.slice(star + 1)) && !source.slice(star).includes('/');
      return fits && path.indexOf('*', star + 1) < 0 ? [{ source, whole: false, path: joinAbsolute(target, baseOf(source)) }] : [];
    }
    return isUnder(source, path) ? [{ source, whole: true, path: joinAbsolute(target, path === '.' ? source : source.slice(path.length + 1)) }] : [];
  });
}

/** A file that an earlier stage has, under its path there. */
function fromStage(from: string, target: string, toFolder: boolean, there: readonly Found[]): Found[] {
  const path = absolute(from);
  return there.flatMap((file): Found[] => {
    if (file.path === path) return [{ source: file.source, whole: false, path: toFolder ? joinAbsolute(target, baseOf(file.path)) : target }];
    return file.path.startsWith(`${path.replace(/\/$/, '')}/`)
      ? [{ source: file.source, whole: true, path: joinAbsolute(target, file.path.slice(path.length).replace(/^\//, '')) }]
      : [];
  });
}

function absolute(path: string): string {
  return joinAbsolute('/', path);
}

function joinAbsolute(base: string, path: string): string {
  const joined = joinPath('.', path.startsWith('/') ? path : `${base}/${path}`);
  return joined === '.' ? '/' : `/${joined}`;
}
