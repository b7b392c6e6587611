import type { Location } from '../../core/location.js';

/** Text with the place of each of its lines. */
export interface PlacedText {
  readonly text: string;
  readonly lines: readonly Location[];
}

/** One object of rendered text, as far as its first lines tell; '' for what they do not. */
export interface ObjectText extends PlacedText {
  readonly kind: string;
  readonly name: string;
}

const testHook = /^[ \t]*["']?helm\.sh\/hook["']?[ \t]*:[ \t]*["']?[\w, -]*\btest\b/m;

/** The objects of rendered templates. Objects that only `helm test` makes are none. */
export function objectTexts(parts: readonly PlacedText[]): ObjectText[] {
  return parts.flatMap(splitDocuments).filter(({ text }) => /^[ \t]*[^\s#]/m.test(text) && !testHook.test(text));
}

function splitDocuments({ text, lines }: PlacedText): ObjectText[] {
  const documents: ObjectText[] = [];
  let own: string[] = [];
  let places: Location[] = [];
  const end = (): void => {
    const document = own.join('\n');
    documents.push({ text: document, lines: places, ...headOf(own) });
    own = [];
    places = [];
  };
  for (const [i, line] of text.split('\n').entries()) {
    const rest = /^(?:---|\.\.\.)(?:\s|$)(.*)$/.exec(line)?.[1];
    if (rest !== undefined) end();
    if (rest !== undefined && (rest.trim() === '' || rest.trim().startsWith('#'))) continue;
    own.push(rest ?? line);
    places.push(lines[i] ?? lines.at(-1) ?? { file: '', line: 1 });
  }
  end();
  return documents;
}

/** `kind` and `metadata.name`. */
function headOf(lines: readonly string[]): { kind: string; name: string } {
  const kind = lines.map((line) => /^kind:[ \t]*["']?([\w.]+)/.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
  const at = lines.findIndex((line) => /^metadata:/.test(line));
  if (at < 0) return { kind, name: '' };
  const flow = /^metadata:[ \t]*\{.*?\bname:[ \t]*["']?([^"',}\s]+)/.exec(lines[at]?.slice(0, 1000) ?? '')?.[1];
  if (flow !== undefined) return { kind, name: flow };
  let indent: number | undefined;
  for (const line of lines.slice(at + 1)) {
    const before = line.search(/\S/);
    if (before < 0 || line[before] === '#') continue;
    if (before === 0) break;
    indent ??= before;
    const name = before === indent ? /^[ \t]+name:[ \t]*["']?([^"'\s#]+)/.exec(line)?.[1] : undefined;
    if (name !== undefined) return { kind, name };
  }
  return { kind, name: '' };
}

/** Objects as one text again. */
export function joinObjects(objects: readonly ObjectText[]): PlacedText {
  const lines: Location[] = [];
  const texts: string[] = [];
  for (const object of objects) {
    const first = object.lines[0] ?? { file: '', line: 1 };
    texts.push('---', object.text);
    lines.push(first, ...object.lines);
  }
  return { text: `${texts.join('\n')}\n`, lines };
}
