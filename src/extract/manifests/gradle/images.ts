import type { BuildCallFact, BuildFact } from '../../../core/fact.js';
import { literal } from '../../../core/term.js';
import { lineFinder } from '../../../parse/lines.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { fillText, textTerm } from '../../../parse/pipeline/text.js';

const id = 'gradle';
const written = /\bimage(?:Name)?(?:\.set\(|\s*=?)\s*["']([^"'\n]{1,300})["']/;

/** A stretch of a source. */
interface Stretch {
  readonly from: number;
  readonly text: string;
}

/**
 * The images that Jib and buildpacks make of a project, where their names are texts. What stands in `subprojects` or `allprojects` is open in the project's
 * name and folder: the settings file says which there are.
 */
export function imageFacts(file: string, source: string): BuildFact[] {
  const folder = folderOf(file);
  const lineAt = lineFinder(source);
  const shared = stretches(source, /\b(?:subprojects|allprojects)\s*\{/g);
  const own = new Map([['project.name', folder.slice(folder.lastIndexOf('/') + 1)]]);
  return namesIn(source).map(({ from, text }): BuildFact => {
    const isShared = shared.some((s) => from >= s.from && from < s.from + s.text.length);
    const image = textTerm(fillText(spelled(text), isShared ? new Map() : own));
    return {
      kind: 'build',
      at: { file, line: lineAt(from) },
      foundBy: id,
      images: [image],
      context: isShared ? { k: 'setting', name: 'project.basedir', from: 'env' } : literal(folder),
    };
  });
}

/** The projects that a settings file includes, as runs of what the root's build file shares with them. */
export function projectCalls(file: string, source: string): BuildCallFact[] {
  const folder = folderOf(file);
  const lineAt = lineFinder(source);
  const files = ['build.gradle', 'build.gradle.kts'].map((name) => joinPath(folder, name));
  return [...source.matchAll(/\binclude\b\s*\(?((?:\s*["'][\w:./-]{1,200}["']\s*,?)+)/g)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/["']:?([\w:./-]+)["']/g)].map(([, path = '']): BuildCallFact => {
      const parts = path.split(/[:/]/);
      const values = { 'project.name': literal(parts.at(-1) ?? ''), 'project.basedir': literal(joinPath(folder, parts.join('/'))) };
      return { kind: 'build-call', at: { file, line: lineAt(match.index) }, foundBy: id, files, values };
    }),
  );
}

function namesIn(source: string): Stretch[] {
  const jib = stretches(source, /\bjib\s*\{/g).flatMap((b) =>
    stretches(b.text, /\bto\s*\{/g).map((inner) => ({ from: b.from + inner.from, text: inner.text })),
  );
  const blocks = [...jib, ...stretches(source, /\bbootBuildImage\b[^{\n]*\{/g)];
  const found = blocks.flatMap(({ from, text }) => {
    const match = written.exec(text);
    return match ? [{ from: from + match.index, text: match[1] ?? '' }] : [];
  });
  const direct = /\bjib\.to\.image\s*=\s*["']([^"'\n]{1,300})["']/.exec(source);
  return direct ? [...found, { from: direct.index, text: direct[1] ?? '' }] : found;
}

/** `$name`, `${project.name}`, `${project.getName()}` are the project's name. */
function spelled(text: string): string {
  return text.replace(/\$(?:\{\s*(?:project\.)?(?:name|getName\(\))\s*\}|name\b)/g, '${project.name}');
}

/** What stands between the braces that follow a pattern. */
function stretches(source: string, opening: RegExp): Stretch[] {
  return [...source.matchAll(opening)].slice(0, 50).map((match) => {
    const from = match.index + match[0].length;
    let depth = 1;
    let end = from;
    for (; end < source.length && depth > 0; end += 1) depth += source[end] === '{' ? 1 : source[end] === '}' ? -1 : 0;
    return { from, text: source.slice(from, end - 1) };
  });
}
