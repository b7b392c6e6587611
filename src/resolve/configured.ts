import type { Interaction, LinkedService } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import type { Term } from '../core/term.js';
import { unitNode } from './calls.js';
import { type FrameworkSetting, frameworkSettings } from './framework-settings.js';
import type { ServiceModel } from './model.js';
import { externalNode } from './nodes.js';
import { uniformName } from './properties.js';
import { type Scene, environmentsOf } from './scene.js';
import { type Environment, fillAll } from './settings.js';
import { resolveAddress } from './targets.js';
import { isKnown } from './terms.js';

/** A documented setting under the name it has in one service. */
interface Configured {
  readonly setting: FrameworkSetting;
  readonly name: string;
  /** The line that sets it. */
  readonly evidence: Evidence;
}

/** Words of documented names, compiled once. */
const wildcards = frameworkSettings.flatMap((setting) =>
  setting.names
    .filter((n) => n.includes('*'))
    .map((n) => ({ setting, pattern: new RegExp(`^${uniformName(n).replaceAll('.', '\\.').replace('*', '[^.]+')}(\\.0)?$`) })),
);
const fixed = frameworkSettings.flatMap((setting) => setting.names.filter((n) => !n.includes('*')).map((name) => ({ setting, name })));

/** The documented settings that a service's files or deployment set, each once; one said to all services only where this one is built with what reads it. */
function configuredOf(service: ServiceModel, environments: readonly Environment[]): Configured[] {
  const found = new Map<string, Configured>();
  const add = (setting: FrameworkSetting, name: string, environment: Environment): void => {
    const value = environment.lookup(name)[0];
    const evidence = value?.evidence[0];
    if (evidence === undefined || found.has(uniformName(name))) return;
    if (value?.shared === true && !service.builtWith.some((d) => setting.readBy.test(d))) return;
    const { role: _role, ...line } = evidence;
    found.set(uniformName(name), { setting, name, evidence: line });
  };
  for (const environment of environments) {
    for (const { setting, name } of fixed) for (const spelled of [name, `${name}[0]`]) add(setting, spelled, environment);
    for (const name of [...environment.properties, ...environment.deployed]) {
      const uniform = uniformName(name);
      for (const { setting, pattern } of wildcards) if (pattern.test(uniform)) add(setting, name, environment);
    }
  }
  return [...found.values()];
}

const config = (name: string): Term => ({ k: 'setting', name, from: 'config' });

function partsOf({ setting, name }: Configured, environments: readonly Environment[]): Interaction['parts'] {
  const beside = (word: string | undefined): Term | undefined => {
    const sibling = word === undefined ? undefined : `${name.replace(/(\[0\])?$/, '').replace(/[.:][^.:]*$/, '')}.${word}`;
    return sibling !== undefined && environments.some((e) => e.lookup(sibling).length > 0) ? config(sibling) : undefined;
  };
  const port = beside(setting.port);
  const database = beside(setting.database);
  return {
    ...(setting.host === true ? { host: config(name), ...(port && { port }) } : { url: config(name) }),
    ...(database && { database }),
  };
}

/**
 * What links know of the services, with the connections and clients that a framework makes from its documented settings
 * (`spring.datasource.url`): sightings like those of code, on the line that sets them. A service whose code nobody read gets them alone.
 */
export function withConfigured(
  services: readonly ServiceModel[],
  linked: ReadonlyMap<string, LinkedService>,
  environments: ReadonlyMap<string, readonly Environment[]>,
): Map<string, LinkedService> {
  const all = new Map(linked);
  for (const service of services) {
    const { id } = service;
    const own = environments.get(id) ?? [];
    const sightings = configuredOf(service, own).flatMap((c): Interaction[] => {
      const { role, protocol } = c.setting;
      if (role === 'uses' || isHollow(c, own)) return [];
      return [{ role, protocol, parts: partsOf(c, own), evidence: [c.evidence], entries: [], inLoop: false, inferred: false }];
    });
    if (sightings.length === 0) continue;
    const before = linked.get(id);
    all.set(id, {
      ...(before ?? { id, entries: [], settingUses: [], unresolved: [], libraries: [], files: [] }),
      interactions: [...(before?.interactions ?? []), ...sightings],
    });
  }
  return all;
}

/** Set, but to nothing that is known in any environment: no connection that could be told from others. */
function isHollow({ name }: Configured, environments: readonly Environment[]): boolean {
  return !fillAll(config(name), environments).some(({ filled }) => isKnown(filled));
}

/** Registries, configuration servers, collectors and mail servers that documented settings name: `uses`, as far as they are known. */
export function addConfiguredUses(scene: Scene): void {
  for (const service of scene.services) {
    const environments = environmentsOf(scene, service);
    for (const configured of configuredOf(service, environments)) if (configured.setting.role === 'uses') addUses(scene, service, configured, environments);
  }
}

function addUses(scene: Scene, service: ServiceModel, configured: Configured, environments: readonly Environment[]): void {
  const { url, host, port } = partsOf(configured, environments);
  const { protocol } = configured.setting;
  for (const { filled, environment } of fillAll(url ?? host, environments)) {
    const text = addressIn(filled.text);
    if (text === null || !isKnown(filled)) continue;
    const term: Term = port === undefined ? { k: 'literal', text } : { k: 'template', parts: [{ k: 'literal', text: `${text}:` }, port] };
    const { targets, external } = resolveAddress(term, protocol, service, [environment], scene.index);
    const further = filled.evidence.filter((e) => e.file !== configured.evidence.file || e.line !== configured.evidence.line);
    for (const target of targets) {
      const { to, kind } = unitNode(scene, service, target.unit, { evidence: [configured.evidence] });
      if (kind === 'accesses') continue;
      const when = target.when === undefined ? {} : { when: target.when };
      scene.edges.push({
        from: service.id,
        to,
        kind,
        protocol,
        certainty: target.certainty,
        ...when,
        evidence: [configured.evidence, ...further, ...target.evidence],
      });
    }
    for (const out of external) {
      const to = scene.nodes.add(externalNode(out.host, [configured.evidence]));
      scene.edges.push({ from: service.id, to, kind: 'uses', protocol, certainty: 'declared', evidence: [configured.evidence, ...further] });
    }
  }
}

/** Of an import the configuration server's address; other imports name files. */
function addressIn(text: string): string | null {
  const server = /^(?:optional:)?configserver:(.*)$/.exec(text);
  if (server !== null) return (server[1] ?? '') === '' ? null : (server[1] ?? null);
  return /^(optional:|file:|classpath:|vault:|consul:|kubernetes:|zookeeper:|aws-|nacos:)/.test(text) ? null : text;
}
