import ignore from 'ignore';
import type { CatalogFact, CatalogReference, OwnersFact } from '../core/catalog.js';
import type { Fact } from '../core/fact.js';
import type { Evidence, NonEmpty } from '../core/location.js';
import type { Draft } from './drafts.js';
import type { ServiceModel } from './model.js';
import { squash } from './names.js';
import { baseOf, deepestFolder, isUnder } from './paths.js';
import type { Scene } from './scene.js';

/** Components of the catalog by the unit that each is. */
type Catalog = ReadonlyMap<Draft, CatalogFact>;

/** Which component is which unit: by a name of both, else by the folder of its sources where only one of each has it, or bears its name. */
export function catalogOf(drafts: readonly Draft[], facts: readonly Fact[]): Catalog {
  const components = facts.filter((f): f is CatalogFact => f.kind === 'catalog' && f.entity === 'component' && f.type !== 'library');
  const found = new Map<Draft, CatalogFact>();
  if (components.length === 0) return found;
  const open = (component: CatalogFact): boolean => ![...found.values()].includes(component);
  for (const component of components) {
    const names = [component.name, ...component.aliases].map(squash);
    const named = drafts.filter((d) => !found.has(d) && d.names.some((n) => names.includes(squash(n.text))));
    const near = named.filter((d) => d.folder !== null && isUnder(d.folder, component.folder));
    const [draft] = near.length > 0 ? near : named;
    if (draft !== undefined) found.set(draft, component);
  }
  const folders = [...new Set(drafts.flatMap((d) => d.folder ?? []))];
  for (const component of components.filter(open)) {
    const folder = folders.includes(component.folder) ? component.folder : deepestFolder(`${component.folder}/x`, folders);
    const all = drafts.filter((d) => d.folder === folder && folder !== undefined);
    const main = all.filter((d) => d.names.some((n) => squash(n.text) === squash(baseOf(folder ?? ''))));
    const there = all.length > 1 ? main : all;
    const others = components.filter((c) => c !== component && c.folder === component.folder);
    if (there.length === 1 && there[0] !== undefined && !found.has(there[0]) && others.length === 0 && folder !== '.') found.set(there[0], component);
  }
  return found;
}

/** Who answers for a folder, as CODEOWNERS says; what a pattern says of the whole repository is no word about one service. */
export function ownerOfFolder(folder: string | null, facts: readonly Fact[]): string | null {
  if (folder === null || folder === '.') return null;
  const files = facts.filter((f): f is OwnersFact => f.kind === 'owners' && (f.folder === '.' || isUnder(folder, f.folder)));
  for (const { folder: root, rules } of files.sort((a, b) => b.folder.length - a.folder.length)) {
    const path = root === '.' ? folder : folder.slice(root.length + 1);
    const rule = path === '' ? undefined : [...rules].reverse().find(({ pattern }) => isOwn(pattern) && ignore().add(pattern).ignores(`${path}/file`));
    const owner = rule?.owners.find((one) => one.includes('/')) ?? rule?.owners[0];
    if (owner !== undefined) return owner;
  }
  return null;
}

const isOwn = (pattern: string): boolean => !/^(?:\/?\*{1,2}(?:\/\*{1,2})?|\/|!.*)$/.test(pattern);

const asynchronous: ReadonlySet<string> = new Set(['asyncapi', 'event', 'events', 'kafka', 'mqtt']);

/** Calls that the catalog tells of: from who consumes an API to who provides it, where nothing else shows them. They are a word of people, not of code. */
export function addCatalogCalls(scene: Scene): void {
  const apis = new Map(scene.facts.flatMap((f) => (f.kind === 'catalog' && f.entity === 'api' ? [[squash(f.name), f] as const] : [])));
  const provided = new Map<string, { service: ServiceModel; at: CatalogReference }[]>();
  const services = scene.services.flatMap((service) => {
    const component = service.catalog;
    return component === undefined ? [] : [{ service, component }];
  });
  for (const { service, component } of services)
    for (const at of component.provides) provided.set(squash(at.name), [...(provided.get(squash(at.name)) ?? []), { service, at }]);
  for (const { service, component } of services) {
    for (const wanted of component.consumes) {
      const type = apis.get(squash(wanted.name))?.type.toLowerCase() ?? '';
      if (asynchronous.has(type)) continue;
      for (const { service: to, at } of provided.get(squash(wanted.name)) ?? []) {
        if (to.id === service.id || isShown(scene, service, to)) continue;
        const line = (text: string, one: CatalogReference): Evidence => ({ ...one.at, foundBy: component.foundBy, text });
        const evidence: NonEmpty<Evidence> = [
          line(`${component.name} consumes ${wanted.name}`, wanted),
          { ...line(`provides ${at.name}`, at), role: 'definition' },
        ];
        scene.edges.push({ from: service.id, to: to.id, kind: 'calls', protocol: protocolOf(type), certainty: 'inferred', evidence });
      }
    }
  }
}

function isShown(scene: Scene, from: ServiceModel, to: ServiceModel): boolean {
  return scene.edges.some((e) => e.from === from.id && e.to === to.id && (e.kind === 'calls' || e.kind === 'routes'));
}

const protocolOf = (type: string): string => (type === 'grpc' || type === 'graphql' ? type : 'http');
