import type { FileIndex } from '../core/files.js';
import { compareText } from '../core/location.js';
import { type ScriptWorld, type Started, startedBy } from './commands.js';
import type { ImageFact, PackageFact } from '../core/fact.js';
import type { Deployable } from '../core/interaction.js';
import type { RunUnit } from './model.js';
import { baseOf, isUnder, joinPath, suffixesOf } from './paths.js';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;
const built: ReadonlySet<string> = new Set(['dist', 'build', 'out', 'lib', 'output', '.output', 'compiled', 'built', 'target', '.build', 'bundle']);
type Files = Pick<FileIndex, 'has' | 'under' | 'isAside'>;

/** What entry files are looked for with. */
export interface EntryQuery {
  readonly folder: string;
  readonly units: readonly RunUnit[];
  readonly images: readonly ImageFact[];
  readonly packages: readonly PackageFact[];
  readonly browser: boolean;
}

/**
 * Files a service's program starts in: what its command, image and scripts start, built paths mapped back to sources;
 * else `main` and `bin`; else the usual names. Empty where nothing is found.
 */
export function entryFiles(query: EntryQuery, files: Files, world: ScriptWorld): string[] {
  const handled = new Set(handlersOf(query.units, files).map((h) => h.file));
  if (handled.size > 0) return [...handled].sort(compareText);
  const started = startsOf(query, world);
  const pageFolders = new Set(started.filter((s) => s.kind === 'pages').map((s) => s.folder));
  const found = new Set<string>();
  for (const folder of pageFolders) for (const file of pageFiles(folder, files)) found.add(file);
  if (query.browser) for (const file of browserEntries(query.folder, files)) found.add(file);
  if (found.size === 0 || !query.browser) for (const start of started) for (const file of filesOfStart(start, query.folder, files)) found.add(file);
  if (found.size === 0) for (const file of packageEntries(query, files)) found.add(file);
  if (found.size === 0) for (const file of conventional(query.folder, files)) found.add(file);
  return [...found].sort(compareText);
}

/** Functions that a platform calls in a program, with the source files that export them. */
export function handlersOf(units: readonly RunUnit[], files: Files): NonNullable<Deployable['handlers']> {
  return units
    .flatMap((u) => u.container.code?.handlers ?? [])
    .flatMap((handler) => {
      const file = handler.file === undefined ? undefined : sourceOf(handler.file, '.', files);
      if (file === undefined || handler.export === undefined || files.isAside(file)) return [];
      return [{ id: functionEntry(handler.function), file, export: handler.export }];
    });
}

/** The id of the entry that a function is. */
export function functionEntry(name: string): string {
  return `function:${name}`;
}

/** Everything that commands, images and scripts of a service start; the closest to what runs comes first and alone counts. */
export function startsOf(query: EntryQuery, world: ScriptWorld): Started[] {
  const commands = query.units.flatMap((u) => {
    const words = [...(u.container.entrypoint ?? []), ...(u.container.command ?? [])];
    return words.length === 0 ? [] : startedBy(words, query.folder, world);
  });
  if (commands.length > 0) return commands;
  const images = query.images.flatMap((image) => {
    const stage = image.stages.at(-1);
    const words = [...(stage?.entrypoint ?? []), ...(stage?.command ?? [])];
    return words.length === 0 ? [] : imageStarts(words, query.folder, world);
  });
  if (images.length > 0) return images;
  const scripts = ['start:prod', 'start:production', 'start', 'serve', 'start:dev', 'dev', 'develop', 'start:local'];
  for (const script of scripts) {
    const starts = query.packages.flatMap((p) => {
      const line = p.scripts[script];
      return line === undefined ? [] : startedBy(line, p.path, world);
    });
    if (starts.length > 0) return starts;
  }
  return [];
}

/** A CMD may run a script of the service's own package or of the workspace root. */
function imageStarts(words: readonly string[], folder: string, world: ScriptWorld): Started[] {
  const own = startedBy(words, folder, world);
  return own.length > 0 || folder === '.' ? own : startedBy(words, '.', world).filter((s) => isUnder(s.folder, folder));
}

function filesOfStart(start: Started, folder: string, files: Files): string[] {
  if (start.kind === 'file') {
    const source = sourceOf(start.file, start.folder, files) ?? (start.folder === folder ? undefined : sourceOf(start.file, folder, files));
    return source === undefined ? [] : [source];
  }
  if (start.kind === 'nest') {
    const project = start.project;
    const named =
      project === null
        ? []
        : ['apps', 'packages', 'services', '.'].map((d) => joinPath(start.folder, `${d}/${project}/src/main`)).flatMap((p) => firstFile(p, files));
    return named.length > 0 ? named.slice(0, 1) : firstFile(joinPath(start.folder, 'src/main'), files);
  }
  return [];
}

/** Maps the path of a (built) file to its source: `dist/main.js` to `src/main.ts`. Undefined where no source is there. */
export function sourceOf(file: string, folder: string, files: Files): string | undefined {
  const relative = file.startsWith('/') ? suffixesOf(file) : [file];
  for (const path of relative) {
    for (const candidate of sourceCandidates(path)) {
      for (const base of folder === '.' ? ['.'] : [folder, '.']) {
        const hit = firstFile(joinPath(base, candidate), files)[0];
        if (hit !== undefined && isUnder(hit, folder)) return hit;
      }
    }
  }
  return undefined;
}

function sourceCandidates(path: string): string[] {
  const segments = path.split('/').filter((s) => s !== '' && s !== '.');
  const out = [path];
  const at = segments.findIndex((s) => built.has(s));
  if (at >= 0) {
    const before = segments.slice(0, at);
    let after = segments.slice(at + 1);
    while (after.length > 1 && ['cjs', 'esm', 'main', 'commonjs', 'es'].includes(after[0] ?? '')) after = after.slice(1);
    out.push([...before, 'src', ...after].join('/'), [...before, ...after].join('/'));
    const last = after.at(-1) ?? '';
    if (after.length > 1) out.push([...after.slice(0, -1), 'src', last].join('/'));
    if (after[0] === 'apps' && after.length > 2) out.push(['apps', after[1] ?? '', 'src', ...after.slice(2)].join('/'));
    out.push([...before, 'src', last].join('/'));
  }
  return out;
}

function firstFile(path: string, files: Files): string[] {
  const stem = path.replace(/\.([cm]?[jt]sx?)$/, '');
  const asWritten = stem !== path;
  const candidates = [
    ...(asWritten && /\.[cm]?tsx?$/.test(path) ? [path] : []),
    ...extensions.filter((e) => e.includes('t')).map((e) => stem + e),
    ...(asWritten ? [path] : []),
    ...extensions.map((e) => stem + e),
    ...extensions.map((e) => `${path}/index${e}`),
  ];
  const hit = candidates.find((c) => files.has(c));
  return hit === undefined ? [] : [hit];
}

function packageEntries(query: EntryQuery, files: Files): string[] {
  return query.packages
    .filter((p) => p.path === query.folder)
    .flatMap((p) => [...(p.main === undefined ? [] : [p.main]), ...p.bin].flatMap((f) => sourceOf(f, p.path, files) ?? []))
    .filter((f) => !files.isAside(f));
}

function conventional(folder: string, files: Files): string[] {
  for (const dir of ['src', '.', 'src/server', 'server', 'src/bin', 'bin', 'app', 'src/app']) {
    for (const name of ['main', 'index', 'server', 'app', 'www', 'start']) {
      const hit = extensions.map((e) => joinPath(folder, `${dir}/${name}${e}`)).find((c) => files.has(c));
      if (hit !== undefined) return [hit];
    }
  }
  return [];
}

function browserEntries(folder: string, files: Files): string[] {
  for (const path of [
    'src/main',
    'src/index',
    'src/bootstrap',
    'src/App',
    'src/app',
    'app/index',
    'app/main',
    'client/index',
    'client/main',
    'src/client/index',
    'src/client/main',
    'main',
    'index',
    'App',
    'App.native',
  ]) {
    const hit = extensions.map((e) => joinPath(folder, path + e)).find((c) => files.has(c));
    if (hit !== undefined) return [hit];
  }
  return [];
}

const pageNames: ReadonlySet<string> = new Set([
  'page',
  'route',
  'layout',
  'template',
  'loading',
  'error',
  'not-found',
  'default',
  'middleware',
  'instrumentation',
  '+page',
  '+page.server',
  '+layout',
  '+layout.server',
  '+server',
  'hooks.server',
  'root',
  'entry.server',
  'entry.client',
]);

/** Files that a page framework runs by convention: everything of `pages/`, named files of `app/` and `routes/`, servers of its own. */
function pageFiles(folder: string, files: Files): string[] {
  return files.under(folder).filter((file) => {
    if (!extensions.some((e) => file.endsWith(e)) || file.endsWith('.d.ts') || files.isAside(file)) return false;
    const relative = folder === '.' ? file : file.slice(folder.length + 1);
    const stem = baseOf(relative).replace(/\.[cm]?[jt]sx?$/, '');
    const inside = relative.replace(/^src\//, '');
    if (/^(pages|app\/routes|server\/(api|routes|middleware|plugins)|routes)\//.test(inside)) return true;
    if (/^app\//.test(inside)) return pageNames.has(stem);
    return (!inside.includes('/') && pageNames.has(stem)) || (/^(server|_app)$/.test(stem) && !inside.includes('/'));
  });
}
