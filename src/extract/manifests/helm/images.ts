import type { ReleaseFact, ReleaseMember } from '../../../core/fact.js';
import { parseImage } from '../../../parse/image.js';

const imageLine = /^[ \t-]*image:[ \t]*(.+?)[ \t]*\r?$/;
const valuePath = /\$?\.Values((?:\.[A-Za-z_][\w-]*)+)|\$?\.Chart\.(AppVersion|Version)/g;
/** Last parts of a value's path that say nothing about which image it is. */
const generic = /^(?:image|images|repository|repo|registry|name|tag|version|global|container|fullname|hub|prefix)$/i;

/** The images of one template whose tag is a chart value, one fact for each value; the anchor is `<chart>:<value>`. */
export function imageTags(file: string, text: string): ReleaseFact[] {
  const chart = chartOf(file);
  const found = new Map<string, ReleaseMember[]>();
  for (const [i, line] of text.split('\n').entries()) {
    const image = imageLine.exec(line.slice(0, 1000))?.[1];
    if (image === undefined || !image.includes('{{')) continue;
    const tied = taggedBy(image.replace(/^["']|["']$/g, ''));
    if (!tied) continue;
    const anchor = `${tied.value.startsWith('.Values.global.') ? umbrellaOf(chart) : chart}:${tied.value}`;
    const at = { file, line: i + 1 };
    const member: ReleaseMember = tied.image === undefined ? { kind: 'path', text: chart, at } : { kind: 'image', text: tied.image, at };
    found.set(anchor, [...(found.get(anchor) ?? []), member]);
  }
  return [...found].flatMap(([anchor, members]) => {
    const first = members[0];
    if (!first) return [];
    const title = `chart ${chart} tags its images by ${anchor.slice(anchor.indexOf(':') + 1)}`;
    return [{ kind: 'release', at: first.at, foundBy: 'helm', evidenceKind: 'version', anchor, title, members }];
  });
}

function chartOf(file: string): string {
  const end = file.search(/(?:^|\/)templates\//);
  return end <= 0 ? '.' : file.slice(0, end);
}

/** `shop/charts/orders` → `shop`: global values are the outermost chart's. */
function umbrellaOf(chart: string): string {
  const end = chart.indexOf('/charts/');
  return end < 0 ? chart : chart.slice(0, end);
}

/** The value in the tag and the image's own name; no name where the chart has one image (`.Values.image.repository`). */
function taggedBy(image: string): { readonly value: string; readonly image?: string } | undefined {
  const { repository, tag } = parseImage(image);
  const formatted = tag === undefined ? valuesIn(image) : [];
  // `printf "%s:%s" .Values.image.repository .Values.image.tag`: the last value that is no registry is the tag.
  const values = tag === undefined ? (/\bprintf\b/.test(image) ? formatted.slice(1) : []) : valuesIn(tag);
  const value = values[0];
  if (value === undefined) return undefined;
  const name = tag === undefined ? nameIn(formatted[0] ?? '') : nameOfRepository(repository);
  return { value, ...(name === undefined ? {} : { image: name }) };
}

function valuesIn(text: string): string[] {
  return [...text.matchAll(valuePath)].map((m) => (m[1] === undefined ? `.Chart.${m[2] ?? ''}` : `.Values${m[1]}`));
}

function nameOfRepository(repository: string): string | undefined {
  const actions = repository.replace(/\{\{.*?\}\}/g, (action) => `\uE000${valuesIn(action)[0] ?? ''}\uE000`);
  const parts = actions.split('/');
  const last = parts.at(-1) ?? '';
  const value = /^\uE000(.*)\uE000$/.exec(last)?.[1];
  if (value !== undefined) return nameIn(value);
  if (last.includes('\uE000')) return last.replace(/\uE000.*?\uE000/g, '') || undefined;
  const owners = parts.slice(0, -1).filter((part) => !part.includes('\uE000'));
  return last === '' ? undefined : [...owners, last].join('/');
}

/** `.Values.cartService.image.repository` → `cartService`. */
function nameIn(value: string): string | undefined {
  return value
    .split('.')
    .slice(2)
    .reverse()
    .find((part) => !generic.test(part));
}
