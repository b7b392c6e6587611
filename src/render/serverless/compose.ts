import { folderOf, joinPath } from '../../parse/paths.js';
import { at, entries, type Placed, scalar, text } from '../placed.js';
import type { Sources } from './sources.js';

/**
 * What compose files give to services as parameters, by the service's file: `${inventory.QueueUrl}` is the output of another service, which is found by its folder.
 */
export function composed(sources: Pick<Sources, 'compositions'>): ReadonlyMap<string, ReadonlyMap<string, Placed>> {
  const all = new Map<string, Map<string, Placed>>();
  for (const { file, root } of sources.compositions()) {
    const folders = new Map<string, string>();
    for (const { key, value } of entries(at(root, 'services'))) folders.set(key, joinPath(folderOf(file), text(at(value, 'path')) ?? key));
    for (const { key, value } of entries(at(root, 'services'))) {
      const folder = folders.get(key) ?? '.';
      const params = new Map(entries(at(value, 'params')).map((param) => [param.key, linked(param.value, folders)] as const));
      const config = text(at(value, 'config'));
      for (const name of config === undefined ? ['serverless.yml', 'serverless.yaml', 'serverless.json', 'serverless.ts'] : [config])
        all.set(joinPath(folder, name), params);
    }
  }
  return all;
}

/** An output of another service of the same file, as a reference to its stack by folder. */
function linked(value: Placed, folders: ReadonlyMap<string, string>): Placed {
  const [, service = '', output = ''] = /^\$\{([\w-]+)\.([\w.-]+)\}$/.exec(text(value) ?? '') ?? [];
  const folder = folders.get(service);
  if (folder === undefined) return value;
  return { kind: 'map', at: value.at, entries: [{ key: 'Fn::StackOutput', at: value.at, value: scalar(`${folder}#${output}`, value.at) }] };
}
