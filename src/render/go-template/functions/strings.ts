import type { Engine, GoFunction } from '../engine.js';
import { quoteGo } from '../printf.js';
import { GoMap, type GoValue, isList, isNil, Missing } from '../value.js';
import { charactersOf, type FunctionTable, intArg, textArg, textsArg } from './arguments.js';

/** A function of one text, the last argument. */
const ofText =
  (change: (text: string) => GoValue): GoFunction =>
  (args, engine) =>
    change(textArg(args, args.length - 1, engine));

/** A function of two texts, in the order of sprig: what to do, then what to do it to. */
const ofTwo =
  (change: (first: string, text: string) => GoValue): GoFunction =>
  (args, engine) =>
    change(textArg(args, 0, engine), textArg(args, 1, engine));

/** A function of a number and a text. */
const ofNumber =
  (change: (count: number, text: string) => string): GoFunction =>
  (args, engine) =>
    change(intArg(args[0]), textArg(args, 1, engine));

/** Quotes each argument; nil is left out, what nothing sets is quoted as unknown. */
const quoted =
  (quote: (text: string) => string): GoFunction =>
  (args, engine) =>
    args.flatMap((arg) => (isNil(arg) && !(arg instanceof Missing) ? [] : [quote(engine.text(arg))])).join(' ');

/** Texts are cut by bytes in sprig; by characters here, which differs for other scripts only. */
function trunc(count: number, text: string): string {
  const characters = charactersOf(text);
  return (count < 0 ? characters.slice(Math.max(0, characters.length + count)) : characters.slice(0, count)).join('');
}

function indent(count: number, text: string, engine: Engine): string {
  const pad = ' '.repeat(Math.max(0, Math.min(count, 1000)));
  engine.session.spend(pad.length / 10);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

/** An unknown that stands where a block of lines is expected is a comment: it fits among entries and as a value. */
const indented =
  (before: string): GoFunction =>
  (args, engine) => {
    const text = textArg(args, 1, engine);
    return before + indent(intArg(args[0]), /^[\u{F0000}-\u{FFFFF}]$/u.test(text) ? `# ${text}` : text, engine);
  };

function escaped(characters: string): RegExp {
  return new RegExp(`[${characters.replace(/[\\\]^-]/g, '\\$&')}]`, 'u');
}

function trimAll(cutset: string, text: string): string {
  if (cutset === '') return text;
  const cut = escaped(cutset);
  const characters = charactersOf(text);
  let [from, to] = [0, characters.length];
  while (from < to && cut.test(characters[from] ?? '')) from += 1;
  while (to > from && cut.test(characters[to - 1] ?? '')) to -= 1;
  return characters.slice(from, to).join('');
}

function substr(args: readonly GoValue[], engine: Engine): string {
  const [from, to] = [intArg(args[0]), intArg(args[1])];
  const characters = charactersOf(textArg(args, 2, engine));
  if (from < 0) return characters.slice(0, Math.max(0, to)).join('');
  return characters.slice(from, to < 0 || to > characters.length ? undefined : to).join('');
}

function repeat(args: readonly GoValue[], engine: Engine): string {
  const text = textArg(args, 1, engine);
  const count = Math.max(0, intArg(args[0]));
  engine.session.spend((count * text.length) / 100);
  return text.repeat(Math.min(count, 100_000));
}

function replaced(args: readonly GoValue[], engine: Engine): string {
  const [from, to, text] = [textArg(args, 0, engine), textArg(args, 1, engine), textArg(args, 2, engine)];
  engine.session.spend((text.length * Math.max(1, to.length)) / 100);
  return text.replaceAll(from, () => to);
}

/** `a, b` to the map `_0`, `_1`. */
function numbered(parts: readonly string[]): GoValue {
  return new GoMap(parts.map((part, i) => [`_${i}`, part]));
}

function splitn(args: readonly GoValue[], engine: Engine): GoValue {
  const [separator, count, text] = [textArg(args, 0, engine), intArg(args[1]), textArg(args, 2, engine)];
  const parts = text.split(separator);
  return numbered(count > 0 && parts.length > count ? [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)] : parts);
}

const words = (text: string): string[] =>
  text
    .slice(0, 2000)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '');

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function wrapped(width: number, text: string, end: string): string {
  let line = '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(end);
}

function abbreviated(width: number, text: string): string {
  return width < 4 || text.length <= width ? text : `${text.slice(0, width - 3)}...`;
}

function joined(args: readonly GoValue[], engine: Engine): string {
  const separator = textArg(args, 0, engine);
  const texts = textsArg(args[1], engine);
  engine.session.spend((texts.length * separator.length) / 100);
  return texts.join(separator);
}

/** sprig's functions of texts. */
export const strings: FunctionTable = {
  abbrev: ofNumber(abbreviated),
  abbrevboth: (args, engine) => abbreviated(intArg(args[1]), textArg(args, 2, engine)),
  trunc: ofNumber(trunc),
  trim: ofText((text) => text.trim()),
  upper: ofText((text) => text.toUpperCase()),
  lower: ofText((text) => text.toLowerCase()),
  title: ofText((text) => text.replace(/(^|\s)(\S)/gu, (_, before: string, first: string) => before + first.toUpperCase())),
  untitle: ofText((text) => text.replace(/(^|\s)(\S)/gu, (_, before: string, first: string) => before + first.toLowerCase())),
  substr,
  repeat,
  trimall: ofTwo(trimAll),
  trimAll: ofTwo(trimAll),
  trimSuffix: ofTwo((suffix, text) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  trimPrefix: ofTwo((prefix, text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  nospace: ofText((text) => text.replace(/\s+/g, '')),
  initials: ofText((text) =>
    text
      .split(/\s+/)
      .map((word) => word.charAt(0))
      .join(''),
  ),
  swapcase: ofText((text) => text.replace(/\p{L}/gu, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))),
  snakecase: ofText((text) => words(text).join('_').toLowerCase()),
  kebabcase: ofText((text) => words(text).join('-').toLowerCase()),
  camelcase: ofText((text) =>
    text
      .split(/[\s_.-]+/)
      .map(capital)
      .join(''),
  ),
  wrap: ofNumber((width, text) => wrapped(width, text, '\n')),
  wrapWith: (args, engine) => wrapped(intArg(args[0]), textArg(args, 2, engine), textArg(args, 1, engine)),
  contains: ofTwo((part, text) => text.includes(part)),
  hasPrefix: ofTwo((prefix, text) => text.startsWith(prefix)),
  hasSuffix: ofTwo((suffix, text) => text.endsWith(suffix)),
  quote: quoted(quoteGo),
  squote: quoted((text) => `'${text}'`),
  cat: (args, engine) => args.flatMap((arg) => (isNil(arg) && !(arg instanceof Missing) ? [] : [engine.text(arg)])).join(' '),
  indent: indented(''),
  nindent: indented('\n'),
  replace: replaced,
  plural: (args, engine) => (intArg(args[2]) === 1 ? textArg(args, 0, engine) : textArg(args, 1, engine)),
  toString: ofText((text) => text),
  toStrings: ([value], engine) => textsArg(value, engine),
  split: ofTwo((separator, text) => numbered(text.split(separator))),
  splitList: ofTwo((separator, text) => text.split(separator)),
  splitn,
  join: joined,
  sortAlpha: ([value], engine) => (isList(value) ? textsArg(value, engine).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)) : textsArg(value, engine)),
};
