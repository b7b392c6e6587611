import type { PackageFact } from '../core/fact.js';
import { type Started, startedBy } from './commands.js';
import { type Draft, unitName } from './drafts.js';
import { entryFiles, sourceOf } from './entries.js';
import type { FolderWorld } from './folders.js';
import { executors } from './programs.js';
import { dirOf, isUnder, joinPath } from './paths.js';

const servers =
  /^(express|fastify|koa|@nestjs\/core|@hapi\/hapi|restify|hono|polka|@grpc\/grpc-js|grpc|apollo-server.*|@apollo\/server|ws|socket\.io|kafkajs|amqplib|bullmq|bull|nats|@nestjs\/microservices|moleculer|@feathersjs\/.*|sails|@adonisjs\/core|graphql-yoga|mercurius|uWebSockets\.js|@trpc\/server)$/;
const bundlers =
  /^(vite|react-scripts|react-app-rewired|@craco\/craco|@vue\/cli-service|@angular\/cli|@angular\/core|webpack-dev-server|parcel|expo|react-native|@rsbuild\/core|snowpack|@ionic\/.*|@quasar\/app.*)$/;
const views = /^(react-dom|react-native|vue|svelte|@angular\/core|preact|solid-js|lit|angular|@ember\/.*|ember-source|jquery|expo)$/;
const pageFrameworks = /^(next|nuxt|@remix-run\/.*|@sveltejs\/kit|astro|@nuxt\/.*|blitz)$/;
const viteFiles = ['vite.config.ts', 'vite.config.mts', 'vite.config.js', 'vite.config.mjs'];
const startScripts = ['start:prod', 'start:production', 'prod', 'start', 'serve'];
const devScripts = ['dev', 'start:dev', 'develop', 'start:local', 'watch'];

/** Packages that no workload and no Dockerfile runs: candidates, if a script starts their own code or their entry may listen. */
export function draftsOfPackages(drafts: Draft[], world: FolderWorld): void {
  const imported = new Set(world.packages.filter((p) => p.workspaces.length === 0).flatMap((p) => Object.keys({ ...p.dependencies, ...p.devDependencies })));
  for (const pack of world.packages) {
    const exact = drafts.filter((d) => d.folder === pack.path);
    if (exact.length > 0) {
      for (const draft of exact) draft.packages.push(pack);
      continue;
    }
    const around = drafts.find(
      (d) => d.folder !== null && d.folder !== '.' && d.certainty !== 'candidate' && isUnder(pack.path, d.folder) && !world.byFolder.has(d.folder),
    );
    if (around !== undefined) {
      around.packages.push(pack);
      continue;
    }
    const starts = startOfPackage(pack, imported, world);
    if (starts !== null)
      drafts.push({
        names: [{ text: unitName(pack.path, world), rank: 2 }],
        folder: pack.path,
        units: [],
        images: [],
        packages: [pack],
        base: undefined,
        certainty: 'candidate',
        starts,
      });
  }
}

/** true: a start script runs its own code; false: only a development script or an entry may; null: neither, or others import it. */
function startOfPackage(pack: PackageFact, imported: ReadonlySet<string>, world: FolderWorld): boolean | null {
  if (pack.workspaces.length > 0 || (pack.name !== null && imported.has(pack.name))) return null;
  if (!pack.private && (pack.bin.length > 0 || isPublished(pack))) return null;
  if (startScripts.some((s) => runsOwn(pack, s, world))) return true;
  if (devScripts.some((s) => runsOwn(pack, s, world))) return false;
  const program = world.programs.has(pack.path);
  if (program && isBrowserPackage(pack, world)) return true;
  const entry = entryFiles({ folder: pack.path, units: [], images: [], packages: [pack], browser: false }, world.files, world);
  return entry.length > 0 && Object.keys(program ? installedFor(pack, world) : pack.dependencies).some((d) => servers.test(d)) ? false : null;
}

/** What a program of a workspace can import: its own dependencies, or where it names none those of the nearest package around it. */
function installedFor(pack: PackageFact, world: FolderWorld): Readonly<Record<string, string>> {
  for (let folder = pack.path; ; folder = dirOf(folder)) {
    const dependencies = world.byFolder.get(folder)?.dependencies ?? {};
    if (folder === '.' || Object.keys(dependencies).length > 0) return dependencies;
  }
}

/** A library for others: exports, or a built main and a source of it, and no script that starts a server. */
function isPublished(pack: PackageFact): boolean {
  return Object.keys(pack.exports).length > 0 || pack.module !== undefined;
}

function runsOwn(pack: PackageFact, script: string, world: FolderWorld): boolean {
  const line = pack.scripts[script];
  if (line === undefined) return false;
  return startedBy(line, pack.path, world).some((s) => isUnder(s.folder, pack.path) && isReal(s, pack, world));
}

function isReal(start: Started, pack: PackageFact, world: FolderWorld): boolean {
  switch (start.kind) {
    case 'file':
      return sourceOf(start.file, start.folder, world.files) !== undefined;
    case 'browser':
      return isBrowserPackage(pack, world);
    case 'pages':
      return true;
    default:
      return entryFiles({ folder: pack.path, units: [], images: [], packages: [], browser: false }, world.files, world).length > 0;
  }
}

/** A bundle for browsers or devices: a bundler and a view library, a page to hold it, no page framework and no server. */
export function isBrowserPackage(pack: PackageFact, world: Pick<FolderWorld, 'files'>): boolean {
  const all = Object.keys({ ...pack.dependencies, ...pack.devDependencies });
  const page = ['index.html', 'public/index.html', 'src/index.html', 'app.json', 'app.config.js', 'app.config.ts', 'angular.json'].some((f) =>
    world.files.has(joinPath(pack.path, f)),
  );
  const described = pack.foundBy !== 'package' && viteFiles.some((f) => world.files.has(joinPath(pack.path, f)));
  if (page && (described || Object.values(pack.scripts).some((s) => executors.get(s.slice(s.indexOf('/') + 1)) === 'browser'))) return true;
  if (all.some((d) => pageFrameworks.test(d)) && !page) return false;
  return all.some((d) => bundlers.test(d)) && (page || all.some((d) => views.test(d)));
}

/** Whether a package depends on something that serves or consumes. */
export function hasServerDependency(pack: PackageFact): boolean {
  return Object.keys(pack.dependencies).some((d) => servers.test(d));
}

/** Whether a framework renders its pages on a server. */
export function hasPageFramework(pack: PackageFact): boolean {
  return Object.keys({ ...pack.dependencies, ...pack.devDependencies }).some((d) => pageFrameworks.test(d));
}
