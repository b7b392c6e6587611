import type { FileIndex } from '../../core/files.js';
import { joinPath } from '../../parse/paths.js';
import { type RE2JS, re2 } from '../re2.js';
import { withoutReserved } from '../go-template/session.js';
import { GoMap, type GoValue, withMethods } from '../go-template/value.js';
import { yamlLines } from '../go-template/yaml-text.js';
import type { Session } from '../go-template/session.js';
import type { Chart } from './chart.js';

const notFiles = /^(?:templates\/|charts\/|crds\/|Chart\.ya?ml$|Chart\.lock$|values\.ya?ml$|values\.schema\.json$|requirements\.)/;

/** `.Files` of a chart: what lies in its folder and is no part of the chart itself. Nothing outside of it can be read. */
export function filesOf(files: FileIndex, chart: Chart, session: Session): GoMap {
  const prefix = chart.dir === '.' ? '' : `${chart.dir}/`;
  const paths = (): string[] => files.under(chart.dir).flatMap((path) => (notFiles.test(path.slice(prefix.length)) ? [] : [path.slice(prefix.length)]));
  const read = (path: string): string => {
    const full = joinPath(chart.dir, path);
    if (!full.startsWith(prefix) || notFiles.test(full.slice(prefix.length))) return '';
    const found = files.read(full);
    return 'text' in found ? session.paid(withoutReserved(found.text)) : '';
  };
  return withMethods(new GoMap(), {
    Get: ([path]) => read(String(path ?? '')),
    GetBytes: ([path]) => read(String(path ?? '')),
    Lines: ([path]) => linesOf(read(String(path ?? ''))),
    Glob: ([pattern]) => globbed(String(pattern ?? ''), paths(), read, session),
    AsConfig: () => '',
    AsSecrets: () => '',
  });
}

function linesOf(text: string): GoValue {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Files of a pattern by their path, with the methods of `.Files`. */
function globbed(pattern: string, paths: readonly string[], read: (path: string) => string, session: Session): GoMap {
  const glob = globPattern(pattern);
  session.spend(paths.length);
  const found = glob === undefined ? [] : paths.filter((path) => glob.matches(path));
  const map: GoMap = new GoMap(found.map((path) => [path, read(path)]));
  const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const config = (change: (text: string) => string): string =>
    yamlLines(new GoMap([...map].map(([path, text]) => [base(path), change(String(text))])), session)
      .map(({ text }) => text)
      .join('\n');
  return withMethods(map, {
    Get: ([path]) => map.get(String(path)) ?? '',
    GetBytes: ([path]) => map.get(String(path)) ?? '',
    Lines: ([path]) => linesOf(String(map.get(String(path)) ?? '')),
    Glob: ([inner]) => globbed(String(inner ?? ''), [...map.keys()], read, session),
    AsConfig: () => (map.size === 0 ? '' : config((text) => text)),
    AsSecrets: () => (map.size === 0 ? '' : config((text) => Buffer.from(session.sealed(text), 'utf8').toString('base64'))),
  });
}

const parts = /\*\*|\*|\?|\[!?[^\]]*\]|\{[^{}]*\}|[^*?[{]+|./gs;

/** A glob with `*`, `**`, `?`, `[…]` and `{a,b}`, matched in linear time. */
function globPattern(glob: string): RE2JS | undefined {
  if (glob.length > 500) return undefined;
  const quoted = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  const source = glob.replace(parts, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.startsWith('[') && part.length > 2) return `[${part.slice(1, -1).replace(/^!/, '^').replace(/[\\[]/g, '\\$&')}]`;
    return part.startsWith('{') && part.length > 2
      ? `(?:${part
          .slice(1, -1)
          .split(',')
          .map((one) => quoted(one).replaceAll('\\*', '[^/]*'))
          .join('|')})`
      : quoted(part);
  });
  return re2(source);
}
