import type { DeliveredMember } from '../../core/delivery.js';
import type { ReleaseMember } from '../../core/fact.js';
import { parseImage } from '../image.js';
import { joinPath } from '../paths.js';
import type { Variables } from './model.js';
import { here, rooted } from './script-run.js';
import { fillText, textTerm } from './text.js';

/** Where a member is named, and what fills its texts. */
export interface MemberPlace {
  readonly file: string;
  readonly line: number;
  /** Folder that its paths begin in. */
  readonly folder: string;
  readonly variables: Variables;
}

type Act = DeliveredMember['act'];

/** A plain reference, which a caller may fill in; anything else only a shell can work out. */
const fillable = /^(?:[^$`{}]|\$\{(?:[A-Za-z_]\w*(?:\.[\w-]+)*|\d)(?::?-[^${}]*)?\})*$/;

function member(place: MemberPlace, kind: ReleaseMember['kind'], text: string, act: Act): DeliveredMember[] {
  if (text === '' || !fillable.test(text)) return [];
  const made = { kind, text, at: { file: place.file, line: place.line }, act };
  return [text.includes('$') ? { ...made, open: textTerm(text) } : made];
}

/** Between slashes; those in a reference's default do not count. */
const segment = /(?:\$\{[^{}]*\}|[^/])+/g;

/** An image's name without registry and tag; none where it goes to a registry of this machine. */
export function imageMember(place: MemberPlace, reference: string, act: Act = 'publish'): DeliveredMember[] {
  const filled = fillText(reference.trim(), place.variables);
  if (/^(?:localhost|127\.0\.0\.1|host\.docker\.internal)(?::\d+)?\//.test(filled)) return [];
  const known = parseImage(filled).repository.match(segment) ?? [];
  const owner = known.slice(0, -1).filter((part) => !/[$.:]/.test(part));
  return member(place, 'image', [...owner, known.at(-1) ?? ''].join('/'), act);
}

/** A folder or file; none where it lies outside the repository. */
export function pathMember(place: MemberPlace, path: string, within = place.folder, act: Act = 'deploy'): DeliveredMember[] {
  const written = fillText(path.trim(), place.variables).replace(/^"|"$/g, '');
  if (rooted.test(written)) return pathMember(place, written.replace(rooted, './'), '.', act);
  const filled = written.replace(here, './');
  if (filled === '' || filled.startsWith('/') || /^-$|:\/\//.test(filled)) return [];
  const text = joinPath(within, filled);
  return text.startsWith('..') ? [] : member(place, 'path', text, act);
}

/** A folder whose whole content goes out: a glob. */
export function treeMember(place: MemberPlace, path: string, within = place.folder): DeliveredMember[] {
  return pathMember(place, path, within).map((one) => {
    if (/\.(?:ya?ml|json)$/.test(one.text)) return one;
    const text = one.text === '.' ? '**' : `${one.text}/**`;
    return { ...one, text, ...(one.open && { open: textTerm(text) }) };
  });
}

/** A workload by the name it is deployed under, or all of a stack (`docker-compose.yml#*`). */
export function workloadMember(place: MemberPlace, name: string, act: Act = 'deploy'): DeliveredMember[] {
  return member(place, 'workload', fillText(name.trim(), place.variables), act);
}
