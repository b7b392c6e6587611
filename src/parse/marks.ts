import { literal, template, type Term, type UnknownWhy } from '../core/term.js';

/**
 * Text that a deployment tool makes may hold places that only a deployment fills (`{{ .Values.image.tag }}` that no values file sets). They stand in
 * the text as marks: private-use characters around what is said of them, which YAML takes for letters.
 */
const open = '\u{10F000}';
const shut = '\u{10F001}';
const whys: readonly UnknownWhy[] = ['dynamic', 'parameter', 'too-many', 'absent-code', 'secret'];
const mark = new RegExp(`${open}([^${open}${shut}]*)${shut}`, 'u');
const marks = new RegExp(mark.source, 'gu');

/** The mark of something unknown. `text` says what (`.Values.image.tag`); it is shortened and kept to one line without quotes. */
export function markUnknown(text: string, why: UnknownWhy): string {
  const shown = text.replace(/[\s"'\\]+/g, ' ').replace(/[\u{F0000}-\u{10FFFF}:#]/gu, '');
  return `${open}${whys.indexOf(why)}${shown.trim().slice(0, 80)}${shut}`;
}

/** Whether a text holds a mark. */
export function hasUnknown(text: string): boolean {
  return mark.test(text);
}

/** A text with its marks as unknown terms: the one way from rendered text to a `Term`. */
export function termOfText(text: string): Term {
  if (!text.includes(open)) return literal(text);
  return template(text.split(marks).map((part, i) => (i % 2 === 0 ? literal(part) : unknownOf(part))));
}

function unknownOf(marked: string): Term {
  return { k: 'unknown', text: marked.slice(1), why: whys[Number(marked[0])] ?? 'dynamic' };
}

/** A text to show or compare: `{.Values.image.tag}` for each mark. Equal texts stay equal. */
export function shownText(text: string): string {
  return text.includes(open) ? text.replace(marks, (_, marked: string) => `{${marked.slice(1)}}`) : text;
}

/** A name without its unknown parts and the separators they leave behind: `orders` for `{…}-orders`; empty where nothing is known. */
export function knownName(text: string): string {
  return text.includes(open)
    ? text
        .replace(marks, '\u0000')
        .replace(/[-_.]?\u0000[-_.]?/g, '-')
        .replace(/^[-_.]+|[-_.]+$/g, '')
    : text;
}
