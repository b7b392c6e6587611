import type { Location } from '../../core/location.js';
import { markUnknown } from '../../parse/marks.js';
import { type Placed, type PlacedEntry, scalar } from '../placed.js';
import type { Resource, Said } from './model.js';

const field = (key: string, at: Location, value: string | undefined): PlacedEntry[] => (value === undefined ? [] : [{ key, at, value: scalar(value, at) }]);
const map = (at: Location, entries: readonly PlacedEntry[]): Placed => ({ kind: 'map', at, entries });
const listed = (key: string, at: Location, items: readonly Placed[]): PlacedEntry[] =>
  items.length === 0 ? [] : [{ key, at, value: { kind: 'list', at, items } }];
const nested = (key: string, at: Location, entries: readonly PlacedEntry[]): PlacedEntry[] =>
  entries.length === 0 ? [] : [{ key, at, value: map(at, entries) }];

/** Resources as Aspire's deployment manifest; what that leaves out (`waitFor`, `replicas`, `routes`) stands beside the rest. Paths are relative to `dir`. */
export function manifestOf(resources: readonly Resource[], dir: string): Placed {
  const [first] = resources;
  const at = first?.at ?? { file: dir, line: 1 };
  const entries = resources.map(
    (resource): PlacedEntry => ({ key: resource.name, at: resource.at, value: map(resource.at, fieldsOf(resource, resources, dir)) }),
  );
  return map(at, [{ key: 'resources', at, value: map(at, entries) }]);
}

function fieldsOf(resource: Resource, all: readonly Resource[], dir: string): PlacedEntry[] {
  const { at, kind, path, image, connection } = resource;
  const value = kind === 'parameter' ? (resource.value ?? markUnknown(resource.name, 'parameter')) : undefined;
  return [
    ...field('type', at, `${kind}.v0`),
    ...field(kind === 'executable' ? 'workingDirectory' : kind === 'dockerfile' ? 'context' : 'path', path?.at ?? at, path && relative(dir, path.text)),
    ...field('dockerfile', at, resource.dockerfile),
    ...field('image', image?.at ?? at, image && `${image.text}${resource.tag === undefined ? '' : `:${resource.tag}`}`),
    ...field('connectionString', connection?.at ?? at, connection?.text),
    ...field('value', at, value),
    ...field('command', at, resource.command),
    ...listed(
      'args',
      at,
      resource.args.map((text) => scalar(text, at)),
    ),
    ...field('replicas', at, resource.replicas?.toString()),
    ...nested(
      'env',
      at,
      [...resource.env].map(([key, said]) => ({
        key,
        at: said.at,
        value: scalar(isCallback(resource, key, said, all) ? markUnknown(said.text, 'dynamic') : said.text, said.at),
      })),
    ),
    ...nested('bindings', at, bindingsOf(resource)),
    ...listed(
      'waitFor',
      at,
      resource.waits.map((wait) => scalar(wait.target, wait.at)),
    ),
    ...listed(
      'routes',
      at,
      resource.routes.map((route) =>
        map(route.at, [
          ...field('path', route.at, route.path),
          ...field('to', route.to.at, route.to.text),
          ...listed(
            'transforms',
            route.at,
            route.transforms.map(({ kind: what, text }) => map(route.at, field(what, route.at, text))),
          ),
        ]),
      ),
    ),
  ];
}

function bindingsOf({ bindings }: Resource): PlacedEntry[] {
  return [...bindings].map(([key, { scheme, port, targetPort, external, at }]) => ({
    key,
    at,
    value: map(at, [
      ...field('scheme', at, scheme),
      ...field('port', at, port?.toString()),
      ...field('targetPort', at, targetPort?.toString()),
      ...(external ? field('external', at, 'true') : []),
    ]),
  }));
}

/**
 * Whether a setting tells an earlier resource the address of a later one that already refers to it: the address to come back to (redirects, allowed origins),
 * since what is called has to be there before.
 */
function isCallback(resource: Resource, key: string, { text }: Said, all: readonly Resource[]): boolean {
  if (key.startsWith('services__') || key.startsWith('ConnectionStrings__')) return false;
  const name = /^\{([^{}.]+)\.bindings\./.exec(text)?.[1];
  const other = all.find((one) => one.name === name);
  return other !== undefined && other.order > resource.order && [...other.env.values()].some((said) => said.text.includes(`{${resource.name}.`));
}

function relative(from: string, to: string): string {
  const [a, b] = [from === '.' ? [] : from.split('/'), to.split('/')];
  const end = a.findIndex((part, i) => part !== b[i]);
  const shared = end < 0 ? a.length : end;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/') || '.';
}
