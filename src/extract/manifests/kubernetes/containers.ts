import type { Container, EnvEntry, PortMapping } from '../../../core/workload.js';
import { literal, template } from '../../../core/term.js';
import type { Term } from '../../../core/term.js';
import { shownText, termOfText } from '../../../parse/marks.js';
import { redact, redactText } from '../../../parse/redact.js';
import { entriesOf, get, itemsOf, textOf, textsOf } from '../../../parse/tree.js';
import type { TreeNode } from '../../../parse/tree.js';

/** The containers of a pod specification: the main ones, then those that run before them (`init: true`; native sidecars are main ones). */
export function containersOf(file: string, pod: TreeNode | undefined): Container[] {
  const volumes = volumesOf(pod);
  const main = itemsOf(get(pod, 'containers')).flatMap((node) => container(file, node, volumes, false));
  const before = itemsOf(get(pod, 'initContainers')).flatMap((node) => container(file, node, volumes, textOf(get(node, 'restartPolicy')) !== 'Always'));
  return [...main, ...before];
}

function container(file: string, node: TreeNode, volumes: ReadonlyMap<string, readonly Source[]>, init: boolean): Container[] {
  if (node.kind !== 'map' || textOf(get(node, '$patch')) === 'delete') return [];
  const image = textOf(get(node, 'image'));
  const entrypoint = commandOf(get(node, 'command'));
  const command = commandOf(get(node, 'args'));
  const workingDir = textOf(get(node, 'workingDir'));
  const name = textOf(get(node, 'name'));
  return [
    {
      name: name ?? '',
      ...(image === undefined ? {} : { image: termOfText(image) }),
      ...(entrypoint && { entrypoint }),
      ...(command && { command }),
      ...(workingDir === undefined ? {} : { workingDir }),
      env: itemsOf(get(node, 'env')).flatMap((entry) => envEntry(file, entry)),
      envFrom: itemsOf(get(node, 'envFrom')).flatMap((source) => envSource(file, source)),
      mounts: itemsOf(get(node, 'volumeMounts')).flatMap((mount) => mountsOf(file, mount, volumes)),
      ports: itemsOf(get(node, 'ports')).flatMap((port) => portOf(file, port)),
      init,
      at: { file, line: get(node, 'name')?.line ?? node.line },
    },
  ];
}

function commandOf(node: TreeNode | undefined): readonly string[] | undefined {
  return node === undefined ? undefined : textsOf(node).map((word) => shownText(redactText(word)));
}

function envEntry(file: string, node: TreeNode): EnvEntry[] {
  const nameNode = get(node, 'name');
  const name = textOf(nameNode);
  if (name === undefined || nameNode === undefined) return [];
  const at = { file, line: nameNode.line };
  const value = textOf(get(node, 'value'));
  if (value !== undefined) {
    const shown = redact(name, dependentText(value));
    return [{ name, ...(shown && { value: shown }), at: { file, line: get(node, 'value')?.line ?? at.line } }];
  }
  const from = valueSource(get(node, 'valueFrom'));
  return [{ name, ...(from && { from }), at }];
}

function valueSource(node: TreeNode | undefined): EnvEntry['from'] {
  const kinds = [
    ['configMapKeyRef', 'configmap'],
    ['secretKeyRef', 'secret'],
  ] as const;
  for (const [key, kind] of kinds) {
    const ref = get(node, key);
    if (ref?.kind === 'map') return { kind, name: textOf(get(ref, 'name')) ?? '', key: textOf(get(ref, 'key')) ?? '' };
  }
  const field = textOf(get(node, 'fieldRef', 'fieldPath'));
  if (field !== undefined) return { kind: 'field', name: 'fieldRef', key: field };
  const resource = textOf(get(node, 'resourceFieldRef', 'resource'));
  return resource === undefined ? undefined : { kind: 'field', name: 'resourceFieldRef', key: resource };
}

/** Kubernetes replaces `$(NAME)` by variables declared before it; `$$(NAME)` is text. */
function dependentText(text: string): Term {
  const term = termOfText(text);
  const parts = term.k === 'template' ? term.parts : [term];
  return template(parts.flatMap((part) => (part.k === 'literal' ? dependents(part.text) : [part])));
}

function dependents(text: string): Term[] {
  const parts: Term[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\$|\$\(([A-Za-z_][\w.-]{0,200})\)/g)) {
    parts.push(literal(text.slice(end, match.index)));
    parts.push(match[1] === undefined ? literal('$') : { k: 'setting', name: match[1], from: 'env' });
    end = match.index + match[0].length;
  }
  return [...parts, literal(text.slice(end))];
}

function envSource(file: string, node: TreeNode): Container['envFrom'] {
  const prefix = textOf(get(node, 'prefix'));
  const rest = { ...(prefix === undefined || prefix === '' ? {} : { prefix }) };
  const config = textOf(get(node, 'configMapRef', 'name'));
  if (config !== undefined) return [{ kind: 'configmap', name: config, ...rest, at: { file, line: get(node, 'configMapRef', 'name')?.line ?? node.line } }];
  const secret = textOf(get(node, 'secretRef', 'name'));
  return secret === undefined ? [] : [{ kind: 'secret', name: secret, ...rest, at: { file, line: get(node, 'secretRef', 'name')?.line ?? node.line } }];
}

function portOf(file: string, node: TreeNode): PortMapping[] {
  const port = textOf(get(node, 'containerPort'));
  if (port === undefined) return [];
  const host = textOf(get(node, 'hostPort'));
  const name = textOf(get(node, 'name'));
  const at = { file, line: get(node, 'containerPort')?.line ?? node.line };
  return [{ container: termOfText(port), ...(host === undefined ? {} : { host: termOfText(host) }), ...(name === undefined ? {} : { name }), at }];
}

/** What a volume holds: a ConfigMap, a Secret or a host folder; `items` picks keys. */
interface Source {
  readonly name: string;
  readonly items: readonly { readonly key: string; readonly path: string }[];
}

function volumesOf(pod: TreeNode | undefined): Map<string, readonly Source[]> {
  const volumes = new Map<string, readonly Source[]>();
  for (const volume of itemsOf(get(pod, 'volumes'))) {
    const name = textOf(get(volume, 'name'));
    if (name === undefined) continue;
    const host = textOf(get(volume, 'hostPath', 'path'));
    const projected = itemsOf(get(volume, 'projected', 'sources'));
    const sources = [volume, ...projected].flatMap(configSource);
    volumes.set(name, host === undefined ? sources : [...sources, { name: host, items: [] }]);
  }
  return volumes;
}

function configSource(node: TreeNode): Source[] {
  for (const { key, value } of entriesOf(node)) {
    const name =
      key === 'configMap' ? textOf(get(value, 'name')) : key === 'secret' ? (textOf(get(value, 'secretName')) ?? textOf(get(value, 'name'))) : undefined;
    if (name === undefined) continue;
    const items = itemsOf(get(value, 'items')).flatMap((item) => {
      const itemKey = textOf(get(item, 'key'));
      return itemKey === undefined ? [] : [{ key: itemKey, path: textOf(get(item, 'path')) ?? itemKey }];
    });
    return [{ name, items }];
  }
  return [];
}

/** `name` of a ConfigMap or Secret mounted whole, `name/key` for one key of it. */
function mountsOf(file: string, mount: TreeNode, volumes: ReadonlyMap<string, readonly Source[]>): Container['mounts'] {
  const target = textOf(get(mount, 'mountPath'));
  if (target === undefined) return [];
  const at = { file, line: get(mount, 'mountPath')?.line ?? mount.line };
  const part = textOf(get(mount, 'subPath'));
  return (volumes.get(textOf(get(mount, 'name')) ?? '') ?? []).flatMap((source) => {
    if (part !== undefined) {
      const item = source.items.find((i) => i.path === part);
      return source.items.length > 0 && !item ? [] : [{ source: `${source.name}/${item?.key ?? part}`, target, at }];
    }
    if (source.items.length === 0) return [{ source: source.name, target, at }];
    return source.items.map((item) => ({ source: `${source.name}/${item.key}`, target: `${target.replace(/\/$/, '')}/${item.path}`, at }));
  });
}
