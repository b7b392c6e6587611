import { type RE2JS, re2 } from '../../re2.js';
import type { Engine, GoFunction } from '../engine.js';
import type { GoValue } from '../value.js';
import { type FunctionTable, intArg, isUnknown, textArg } from './arguments.js';

/** A function of a pattern and a text; unknown where the pattern is none. */
const matching =
  (name: string, use: (pattern: RE2JS, text: string, args: readonly GoValue[], engine: Engine) => GoValue): GoFunction =>
  (args, engine) => {
    const text = textArg(args, 1, engine);
    const pattern = isUnknown(args[0]) ? undefined : re2(textArg(args, 0, engine));
    engine.session.spend(text.length / 10);
    if (pattern !== undefined) return use(pattern, text, args, engine);
    engine.session.note(`${name}: the pattern cannot be read`);
    return engine.session.unknown(name);
  };

function allMatches(pattern: RE2JS, text: string, limit: number, engine: Engine): { start: number; end: number }[] {
  const matcher = pattern.matcher(text);
  const found: { start: number; end: number }[] = [];
  while ((limit < 0 || found.length < limit) && matcher.find()) {
    engine.session.spend(1);
    found.push({ start: matcher.start(), end: matcher.end() });
  }
  return found;
}

/** Replaces as Go does: `$1`, `$name`, `${1}`, `${name}` and `$$`; `$1W` is the group `1W`, which is empty. */
function replaceAll(pattern: RE2JS, text: string, replacement: string, engine: Engine): string {
  const matcher = pattern.matcher(text);
  const parts: string[] = [];
  let from = 0;
  while (matcher.find()) {
    engine.session.spend(1 + replacement.length / 100);
    const expanded = replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare;
      return name === undefined ? '$' : groupOf(matcher, name);
    });
    parts.push(text.slice(from, matcher.start()), expanded);
    from = matcher.end();
  }
  return [...parts, text.slice(from)].join('');
}

function groupOf(matcher: ReturnType<RE2JS['matcher']>, name: string): string {
  try {
    return matcher.group(/^\d+$/.test(name) ? Number(name) : name) ?? '';
  } catch {
    return '';
  }
}

function split(pattern: RE2JS, text: string, limit: number, engine: Engine): GoValue {
  if (limit === 0) return [];
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of allMatches(pattern, text, -1, engine)) {
    if (limit > 0 && parts.length === limit - 1) break;
    if (end === 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  return [...parts, text.slice(from)];
}

/** sprig's functions of regular expressions. */
export const regexes: FunctionTable = {
  regexMatch: matching('regexMatch', (pattern, text) => pattern.matcher(text).find()),
  regexFind: matching('regexFind', (pattern, text) => {
    const matcher = pattern.matcher(text);
    return matcher.find() ? (matcher.group() ?? '') : '';
  }),
  regexFindAll: matching('regexFindAll', (pattern, text, args, engine) =>
    allMatches(pattern, text, intArg(args[2]), engine).map(({ start, end }) => text.slice(start, end)),
  ),
  regexReplaceAll: matching('regexReplaceAll', (pattern, text, args, engine) => replaceAll(pattern, text, textArg(args, 2, engine), engine)),
  regexReplaceAllLiteral: matching('regexReplaceAllLiteral', (pattern, text, args, engine) =>
    replaceAll(pattern, text, textArg(args, 2, engine).replaceAll('$', '$$$$'), engine),
  ),
  regexSplit: matching('regexSplit', (pattern, text, args, engine) => split(pattern, text, intArg(args[2]), engine)),
  regexQuoteMeta: (args, engine) => textArg(args, 0, engine).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
};
