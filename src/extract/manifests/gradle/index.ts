import type { ManifestExtractor } from '../../../core/extraction.js';
import type { ModuleFact } from '../../../core/fact.js';
import { lineFinder } from '../../../parse/lines.js';
import { folderOf } from '../../../parse/paths.js';
import { propertiesVersion, versionsOf } from './versions.js';
import { imageFacts, projectCalls } from './images.js';

const id = 'gradle';
/** Plug-ins that package a project as a program. */
const packaging = /\b(org\.springframework\.boot|io\.quarkus|io\.micronaut\.application|application|com\.google\.cloud\.tools\.jib|io\.ktor\.plugin)\b/;
const scope = /(?:^|[\s{;])(implementation|api|compile|runtimeOnly|runtime|compileOnly|developmentOnly|annotationProcessor|kapt)\b([^\n;]*)/g;

/**
 * build.gradle and build.gradle.kts, as far as words show it without running them: plug-ins, dependencies, project references and image names. A
 * settings file gives the build's name.
 */
export const gradle: ManifestExtractor = {
  id,
  title: 'Gradle projects',
  files: (path) => /(^|\/)(?:(?:build|settings)\.gradle(?:\.kts)?|gradle\.properties)$/.test(path),
  extract(file, text) {
    if (file.endsWith('gradle.properties')) return { facts: propertiesVersion(file, text), diagnostics: [] };
    const source = withoutComments(text);
    const isSettings = /(^|\/)settings\./.test(file);
    const name = /\brootProject\.name\s*=\s*["']([\w.-]+)["']/.exec(source);
    if (!isSettings)
      return { facts: [moduleOf(file, source), ...versionsOf(file, source, sharedBlocks(source)), ...imageFacts(file, source)], diagnostics: [] };
    return { facts: [...(name === null ? [] : [settingsModule(file, source, name)]), ...projectCalls(file, source)], diagnostics: [] };
  },
};

function moduleOf(file: string, source: string): ModuleFact {
  const shared = sharedBlocks(source);
  const needed = dependenciesOf(source);
  const first = /\S/.exec(source)?.index ?? 0;
  return {
    kind: 'module',
    ecosystem: 'gradle',
    name: null,
    path: folderOf(file),
    dependencies: needed.names,
    inherited: shared.flatMap((b) => dependenciesOf(b).names),
    uses: needed.projects,
    produces: makesProgram(source, shared) ? 'program' : 'library',
    at: { file, line: lineFinder(source)(first) },
    foundBy: id,
  };
}

function settingsModule(file: string, source: string, name: RegExpExecArray | null): ModuleFact {
  const none = { dependencies: [], inherited: [], uses: [] };
  const at = { file, line: lineFinder(source)(name?.index ?? 0) };
  return { kind: 'module', ecosystem: 'gradle', name: name?.[1] ?? null, path: folderOf(file), ...none, produces: 'library', at, foundBy: id };
}

/** Comments become spaces, so that lines stay where they are. */
function withoutComments(text: string): string {
  let out = '';
  let i = 0;
  while (i < text.length) {
    const end = commentEnd(text, i);
    const stop = end < 0 ? (/["']/.test(text[i] ?? '') ? stringEnd(text, i) : i + 1) : end;
    const part = text.slice(i, stop);
    out += end < 0 ? part : part.replace(/[^\n]/g, ' ');
    i = stop;
  }
  return out;
}

/** End of the comment that begins at an offset; -1 where none does. */
function commentEnd(text: string, at: number): number {
  if (text.startsWith('//', at)) return endOr(text.indexOf('\n', at), text);
  return text.startsWith('/*', at) ? endOr(text.indexOf('*/', at + 2) + 1, text) + 1 : -1;
}

const endOr = (found: number, text: string): number => (found <= 0 ? text.length : found);

/** A text ends at its quote or with its line. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === text[at]) return i + 1;
  }
  return at + 1;
}

/** What a build gives to the projects below it. */
const sharedBlocks = (source: string): string[] => blocks(source, /\b(?:subprojects|allprojects)\s*\{/g);

/** Texts between the braces that follow a pattern. */
function blocks(source: string, opening: RegExp): string[] {
  return [...source.matchAll(opening)].slice(0, 50).map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let end = from;
    for (; end < source.length && depth > 0; end += 1) depth += source[end] === '{' ? 1 : source[end] === '}' ? -1 : 0;
    return source.slice(from, end - 1);
  });
}

/** `implementation 'group:name:version'`, `implementation(project(":orders"))`, `api libs.spring.boot.starter`. */
function dependenciesOf(source: string): { names: string[]; projects: string[] } {
  const names: string[] = [];
  const projects: string[] = [];
  for (const [, , rest = ''] of source.matchAll(scope)) {
    const project = /\bproject\s*\(?\s*(?:path\s*[:=]\s*)?["']:?([\w:.-]+)["']/.exec(rest)?.[1];
    const typed = /\bprojects((?:\.\w+)+)/.exec(rest)?.[1];
    const coordinate = /["'][\w.-]+:([\w.-]+)(?::[^"']*)?["']/.exec(rest)?.[1];
    const named = /\bname\s*[:=]\s*["']([\w.-]+)["']/.exec(rest)?.[1];
    const catalog = /\blibs((?:\.\w+)+)/.exec(rest)?.[1];
    if (project !== undefined) projects.push(project.slice(project.lastIndexOf(':') + 1));
    else if (typed !== undefined) projects.push(kebab(typed.slice(typed.lastIndexOf('.') + 1)));
    else if (coordinate !== undefined || named !== undefined) names.push(coordinate ?? named ?? '');
    else if (catalog !== undefined) names.push(catalog.slice(1).replaceAll('.', '-'));
  }
  return { names, projects };
}

const kebab = (text: string): string => text.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** Plug-ins applied here, not those that it only offers to the projects below. */
function makesProgram(source: string, shared: readonly string[]): boolean {
  const own = shared.reduce((text, block) => text.replace(block, ''), source);
  const applied = [...blocks(own, /\bplugins\s*\{/g).flatMap((b) => b.split('\n')), ...own.split('\n').filter((l) => /\bapply\b/.test(l))];
  const disabled = /\bbootJar\s*(?:\{[^}]{0,500}enabled\s*=?\s*false|\.enabled\s*=\s*false)/.test(own);
  return applied.some((line) => packaging.test(line.replaceAll('-', '.')) && !/\bapply\s*\(?\s*false|\.apply\(false\)/.test(line)) && !disabled;
}
