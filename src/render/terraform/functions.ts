import type { Location } from '../../core/location.js';
import { hasUnknown, markUnknown } from '../../parse/marks.js';
import { at, entries, items, type Placed, scalar, text } from '../placed.js';

/** What a function of Terraform's language gives; an unknown text for those that are not followed. */
export function called(name: string, args: readonly Placed[], place: Location): Placed {
  const [first, second, third] = args;
  const said = first === undefined ? undefined : text(first);
  switch (name) {
    case 'format':
      return formatted(said, args.slice(1), place);
    case 'join': {
      const parts = items(second).flatMap((item, i) => (i === 0 ? [item] : [scalar(said ?? '', place), item]));
      return joined(parts, place);
    }
    case 'lower':
      return said === undefined ? unknown(name, place) : scalar(said.toLowerCase(), place);
    case 'upper':
      return said === undefined ? unknown(name, place) : scalar(said.toUpperCase(), place);
    case 'replace': {
      const [from, to] = [second && text(second), third && text(third)];
      return said === undefined || from === undefined || to === undefined || from.startsWith('/')
        ? unknown(name, place)
        : scalar(said.replaceAll(from, to), place);
    }
    case 'coalesce':
    case 'try':
      return args.find((arg) => text(arg) === undefined || (text(arg) !== '' && !hasUnknown(text(arg) ?? ''))) ?? first ?? unknown(name, place);
    case 'lookup':
      return at(first, text(second ?? scalar('', place)) ?? '') ?? third ?? unknown(name, place);
    case 'element':
      return items(first)[Number(second === undefined ? 0 : text(second))] ?? unknown(name, place);
    case 'keys':
      return { kind: 'list', at: place, items: entries(first).map((e) => scalar(e.key, e.at)) };
    case 'values':
      return { kind: 'list', at: place, items: entries(first).map((e) => e.value) };
    case 'merge':
      return { kind: 'map', at: place, entries: [...new Map(args.flatMap((arg) => entries(arg)).map((e) => [e.key, e])).values()] };
    case 'concat':
      return { kind: 'list', at: place, items: args.flatMap((arg) => items(arg)) };
    default:
      return unchanged.has(name) && first !== undefined ? first : unknown(name, place);
  }
}

/** Functions that change the type of their argument, or nothing. */
const unchanged: ReadonlySet<string> = new Set([
  'tostring',
  'trimspace',
  'tolist',
  'toset',
  'tomap',
  'sensitive',
  'nonsensitive',
  'jsonencode',
  'abspath',
  'compact',
  'distinct',
  'sort',
]);

/** A text that only a deployment knows. */
export function unknown(what: string, place: Location): Placed {
  return scalar(markUnknown(what === '' ? '?' : what, 'parameter'), place);
}

/** A text of parts; with references among them it is put together later. */
export function joined(parts: readonly Placed[], place: Location): Placed {
  if (parts.every((part) => part.kind === 'scalar')) return scalar(parts.map((part) => text(part) ?? '').join(''), place);
  const list: Placed = { kind: 'list', at: place, items: [scalar('', place), { kind: 'list', at: place, items: parts }] };
  return { kind: 'map', at: place, entries: [{ key: 'Fn::Join', at: place, value: list }] };
}

/** `format("%s-orders", var.env)`: plain verbs. */
function formatted(pattern: string | undefined, args: readonly Placed[], place: Location): Placed {
  if (pattern === undefined) return unknown('format', place);
  let next = 0;
  const parts = pattern.split(/(%[sdvq])/).map((part): Placed => (/^%[sdvq]$/.test(part) ? (args[next++] ?? unknown('format', place)) : scalar(part, place)));
  return joined(parts, place);
}
