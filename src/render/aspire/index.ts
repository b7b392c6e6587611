import type { FileIndex } from '../../core/files.js';
import type { Rendering, RenderResult, Renderer } from '../../core/rendered.js';
import { parseCSharp } from '../../parse/csharp/statements.js';
import type { CSharpExpression, CSharpStatement } from '../../parse/csharp/nodes.js';
import { parseJson } from '../../parse/json.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { entriesOf, get, textOf } from '../../parse/tree.js';
import { writeDocuments } from '../write.js';
import { manifestOf } from './manifest.js';
import type { Defined } from './model.js';
import { AspireProgram } from './program.js';
import type { ProgramWorld } from './values.js';

/** Application hosts of .NET Aspire: what their programs build, as the manifest that Aspire itself would write of it. */
export const aspire: Renderer = { id: 'aspire', title: '.NET Aspire application hosts (projects, containers, stores, references, YARP)', render };

const hostProject = /Aspire\.AppHost\.Sdk|<IsAspireHost>\s*true|"Aspire\.Hosting\.AppHost"/i;
const maxFiles = 200;

function render(files: FileIndex): RenderResult {
  const projects = files.files.map(({ path }) => path).filter((path) => /\.csproj$/i.test(path));
  const hosts = projects.filter((path) => !files.isAside(path) && hostProject.test(textIn(files, path)));
  const single = files.endingWith('/apphost.cs').filter((path) => !files.isAside(path) && /^#:sdk\s+Aspire\.AppHost\.Sdk/m.test(textIn(files, path)));
  const dirs = [...new Set([...hosts, ...single].map(folderOf))].sort();
  const made = dirs.flatMap((dir) => renderHost(dir, projects, files));
  return { renderings: made, consumed: made.map(({ file }) => file.replace(/\.yaml$/, '.json')).filter((path) => files.has(path)), diagnostics: [] };
}

function renderHost(dir: string, projects: readonly string[], files: FileIndex): Rendering[] {
  const nested = projects.map(folderOf).filter((folder) => folder !== dir && (dir === '.' || folder.startsWith(`${dir}/`)));
  const sources = files
    .under(dir)
    .filter((path) => path.endsWith('.cs') && !/(?:^|\/)(?:bin|obj)\//.test(path) && !nested.some((folder) => path.startsWith(`${folder}/`)));
  const parsed = sources.slice(0, maxFiles).map((file) => ({ file, text: textIn(files, file), ...parseCSharp(textIn(files, file)) }));
  const methods = new Map<string, Defined[]>();
  const constants = new Map<string, CSharpExpression>();
  const define = (defined: Defined): unknown => methods.set(defined.method.name, [...(methods.get(defined.method.name) ?? []), defined]);
  for (const { file, statements, methods: own, constants: named } of parsed) {
    for (const method of [...own, ...localFunctions(statements)]) define({ method, file });
    for (const { name, value } of named) constants.set(name, value);
  }
  const main = parsed.find(({ text }) => /\bDistributedApplication\s*\.\s*CreateBuilder\b/.test(text));
  if (main === undefined) return [];
  const world: ProgramWorld = { methods, constants, dir, projectNamed: projectFinder(projects), schemesOf: (project) => schemesOf(project, files) };
  const program = new AspireProgram(world);
  const start = main.statements.length > 0 ? main.statements : (main.methods.find(({ name }) => name === 'Main' || name === 'MainAsync')?.body ?? []);
  program.run(start, { own: new Map() }, main.file);
  const resources = [...program.resources.values()];
  if (resources.length === 0) return [];
  return [{ file: joinPath(dir, 'aspire-manifest.yaml'), stack: dir, ...writeDocuments([manifestOf(resources, dir)]) }];
}

function localFunctions(statements: readonly CSharpStatement[]): Defined['method'][] {
  return statements.flatMap((statement) => (statement.k === 'method' ? [statement.method] : []));
}

/** `Projects.Orders_Api` is the project `Orders.Api`: what no identifier holds is an underscore. */
function projectFinder(projects: readonly string[]): ProgramWorld['projectNamed'] {
  const names = new Map<string, string[]>();
  for (const path of projects) {
    const name = path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/\.csproj$/i, '')
      .replace(/[^\p{L}\p{N}_]/gu, '_');
    names.set(name, [...(names.get(name) ?? []), path]);
  }
  return (name) => {
    const found = names.get(name) ?? names.get(name.replace(/^_/, '')) ?? [];
    return found.length === 1 ? found[0] : undefined;
  };
}

/** What the first profile with addresses says; HTTP alone where there is none. */
function schemesOf(project: string, files: FileIndex): readonly string[] {
  const path = joinPath(folderOf(project), 'Properties/launchSettings.json');
  const root = files.has(path) ? parseJson(path, textIn(files, path)).root : undefined;
  const profiles = entriesOf(get(root, 'profiles')).flatMap(({ value }) => textOf(get(value, 'applicationUrl')) ?? []);
  const urls = (profiles.find((one) => one.includes(';')) ?? profiles[0] ?? '').split(';').map((url) => /^(https?):/.exec(url.trim())?.[1]);
  const found = ['http', 'https'].filter((scheme) => urls.includes(scheme));
  return found.length > 0 ? found : ['http'];
}

function textIn(files: FileIndex, path: string): string {
  const read = files.read(path);
  return 'text' in read ? read.text : '';
}
