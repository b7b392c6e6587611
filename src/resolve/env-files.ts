import type { EnvFileFact } from '../core/fact.js';
import type { EnvEntry } from '../core/workload.js';
import { byAnySpelling, deployment, interpolate, type Layer, unknownValue } from './layers.js';
import { baseOf, dirOf, joinPath } from './paths.js';

/** Env files by path. */
export type EnvFiles = ReadonlyMap<string, EnvFileFact>;

/** The `.env` beside a compose file, or its example where it is missing; else that of the root. */
export function composeLayer(stack: string, envFiles: EnvFiles): Layer {
  const file = envFileOrExample(joinPath(dirOf(stack), '.env'), envFiles) ?? (dirOf(stack) === '.' ? undefined : envFileOrExample('.env', envFiles));
  return file === undefined ? (): undefined => undefined : entriesLayer(file.entries, file.foundBy);
}

const exampleNames = [
  '.env.example',
  '.env.sample',
  '.example.env',
  '.sample.env',
  '.env.dist',
  '.env.template',
  '.env.defaults',
  'env.example',
  'example.env',
  '.env.local.example',
  '.env-example',
  '.env.docker.example',
];

/** A file of settings, or the example of it that is there in its place. */
export function envFileOrExample(path: string, envFiles: EnvFiles): EnvFileFact | undefined {
  const own = envFiles.get(path);
  if (own !== undefined) return own;
  const dir = dirOf(path);
  const name = baseOf(path);
  const candidates = [`${name}.example`, `${name}.sample`, `${name}.template`, `${name}.dist`, ...(name === '.env' ? exampleNames : [])];
  return candidates.map((c) => envFiles.get(joinPath(dir, c))).find((f) => f !== undefined);
}

/** What lines of settings say, each filled with the others and with what is around them. */
export function entriesLayer(entries: readonly EnvEntry[], foundBy: string, outer?: Layer): Layer {
  const find = byAnySpelling(entries);
  const layer: Layer = (name) => {
    const entry = find(name);
    if (entry === undefined) return undefined;
    if (entry.value === undefined) return unknownValue(entry);
    const scope: Layer = (n) => (n === name ? undefined : (layer(n) ?? outer?.(n)));
    return { term: interpolate(entry.value, scope), evidence: [deployment(entry.at, entry.name, entry.value, foundBy)] };
  };
  return layer;
}
