import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { AuthKind, Guards, PathStep, RouteFact, RouteTarget } from '../../../core/route.js';
import { parseJson } from '../../../parse/json.js';
import { redactTerm } from '../../../parse/redact.js';
import { termOfText } from '../../../parse/marks.js';
import { entriesOf, get, itemsOf, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';

const id = 'krakend';
const authKinds: readonly (readonly [pattern: RegExp, kind: AuthKind])[] = [
  [/^auth\/validator$|jose\/validator/, 'jwt'],
  [/^auth\/api-keys$/, 'key'],
  [/^auth\/basic$/, 'basic'],
];

/** KrakenD's endpoints and the backends that each asks. */
export const krakend: ManifestExtractor = {
  id,
  title: 'KrakenD',
  files: (path) => /(^|\/)[^/]*krakend[^/]*\.(json|ya?ml)$/i.test(path),
  embedded: true,
  extract(file, text): Extraction {
    if (!/["']?endpoints["']?\s*:/.test(text) || !/["']?backend["']?\s*:/.test(text)) return { facts: [], diagnostics: [] };
    const json = /^\s*\{/.test(text);
    const parsed = json ? parseJson(file, text) : undefined;
    const yaml = json ? undefined : parseYaml(file, text);
    const root = parsed?.root ?? yaml?.documents[0]?.root;
    const facts = itemsOf(get(root, 'endpoints')).flatMap((endpoint) => routesOf(file, endpoint, root));
    return { facts, diagnostics: parsed?.diagnostics ?? yaml?.diagnostics ?? [] };
  },
};

/** An endpoint may ask several backends: each is a route of the same path. */
function routesOf(file: string, endpoint: TreeNode, root: TreeNode | undefined): RouteFact[] {
  const path = textOf(get(endpoint, 'endpoint'));
  const method = textOf(get(endpoint, 'method')) ?? 'GET';
  if (path === undefined) return [];
  return itemsOf(get(endpoint, 'backend')).flatMap((backend): RouteFact[] => {
    const targets = targetsOf(file, backend, root);
    const asked = textOf(get(backend, 'url_pattern'));
    if (targets.length === 0) return [];
    return [
      {
        kind: 'route',
        at: { file, line: get(backend, 'url_pattern')?.line ?? backend.line },
        foundBy: id,
        technology: id,
        gateway: { by: 'configuration' },
        source: file,
        hosts: [],
        path: path.replace(/\/\*$/, '/**'),
        pathKind: 'template',
        methods: [method.toUpperCase()],
        protocol: get(backend, 'extra_config', 'backend/grpc') ? 'grpc' : 'http',
        targets,
        forwards: forwardsOf(path, asked),
        ...guardsOf(file, [endpoint, root]),
        policies: [],
      },
    ];
  });
}

function targetsOf(file: string, backend: TreeNode, root: TreeNode | undefined): RouteTarget[] {
  const own = get(backend, 'host') ?? get(root, 'host');
  return itemsOf(own).flatMap((node): RouteTarget[] => {
    const text = textOf(node);
    return text === undefined ? [] : [{ address: redactTerm(termOfText(text)), at: { file, line: node.line } }];
  });
}

/** Parameters keep their place, so that a path of the same form but for its fixed front goes on under the other. */
function forwardsOf(path: string, asked: string | undefined): readonly PathStep[] | null {
  if (asked === undefined || asked === path) return [];
  if (!/[{*]/.test(asked)) return [{ whole: asked }];
  const cut = (text: string): [string, string] => [text.slice(0, text.search(/[{*]/)), text.slice(text.search(/[{*]/))];
  const [front, rest] = cut(path);
  const [by, onward] = cut(asked);
  return rest === onward ? [{ front, by }] : null;
}

/** Of the endpoint itself, else of the whole gateway. */
function guardsOf(file: string, nodes: readonly (TreeNode | undefined)[]): Guards {
  const extras = nodes.flatMap((node) => entriesOf(get(node, 'extra_config')));
  const auth = extras.flatMap(({ key, line }) => {
    const kind = authKinds.find(([pattern]) => pattern.test(key))?.[1];
    return kind === undefined ? [] : [{ kind, at: { file, line } }];
  })[0];
  const plugin = extras.find(({ key, value }) => /^plugin\//.test(key) && /auth|jwt|key/i.test(textsOf(get(value, 'name')).join(' ')));
  const limit = extras.find(({ key }) => /^qos\/ratelimit\/router$|ratelimit/.test(key) && !/\/proxy$/.test(key));
  const shown = auth ?? (plugin && { kind: 'unknown' as const, at: { file, line: plugin.line } });
  return { ...(shown ? { auth: shown } : {}), ...(limit ? { rateLimit: { kind: 'limit', at: { file, line: limit.line } } } : {}) };
}
