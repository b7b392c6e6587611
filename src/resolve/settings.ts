import { baseImage } from './images.js';
import type { EnvFileFact, Fact, ImageFact } from '../core/fact.js';
import type { ConfigFact, EnvEntry, Upstream } from '../core/workload.js';
import { compareText } from '../core/location.js';
import { type Term, describeTerm } from '../core/term.js';

import type { RunUnit, ServiceModel } from './model.js';
import { isTestEnvironment } from './names.js';
import { argumentLayers } from './arguments.js';
import { composeLayer, entriesLayer, envFileOrExample } from './env-files.js';
import { type Layer, byAnySpelling, deployment, interpolate, isSecretName, scopeEvidence, unknownValue } from './layers.js';
import { baseOf, dirOf, isUnder, joinPath, suffixesOf } from './paths.js';
import { type PropertyCatalog, propertiesOf, propertyCatalog } from './property-files.js';
import { type RegistrationCatalog, registrationCatalog, upstreamsOf } from './registrations.js';
import { type Filled, type Lookup, type SettingValue, fill } from './terms.js';

/** One way a service is deployed, and what its settings say there. */
export interface Environment {
  /** Compose file, Kubernetes tree; null for a service that nothing deploys. */
  readonly name: string | null;
  readonly stack: string | null;
  readonly unit: RunUnit | null;
  readonly when?: string;
  readonly lookup: Lookup;
  /** Names the deployment itself sets, sorted. */
  readonly deployed: readonly string[];
  /** Keys of the configuration files that apply (application.yml, a configuration server's, appsettings.json), sorted; `lookup` has their values. */
  readonly properties: readonly string[];
  /** Ports of this machine that a mesh proxy offers, with the registered names behind them. */
  readonly upstreams: readonly Upstream[];
}

/** Env files, ConfigMaps, images and configuration files of the whole system, ready to be looked up. */
export interface SettingsCatalog {
  readonly envFiles: ReadonlyMap<string, EnvFileFact>;
  readonly configs: readonly ConfigFact[];
  readonly images: readonly ImageFact[];
  readonly properties: PropertyCatalog;
  readonly registrations: RegistrationCatalog;
  /** Folders of the services: a configuration file belongs to the deepest around it. */
  readonly folders: readonly string[];
  /** Folders of packages. */
  readonly packages: ReadonlySet<string>;
}

/** Collects what `settingsOf` looks up for these services. */
export function settingsCatalog(facts: readonly Fact[], services: readonly ServiceModel[]): SettingsCatalog {
  return {
    properties: propertyCatalog(facts),
    registrations: registrationCatalog(facts),
    folders: [...new Set(services.flatMap((s) => s.path ?? []))],
    packages: new Set(facts.filter((f) => f.kind === 'package').map((f) => f.path)),
    envFiles: new Map(facts.filter((f) => f.kind === 'env-file').map((f) => [f.path, f])),
    configs: facts.filter((f) => f.kind === 'config'),
    images: facts.filter((f) => f.kind === 'image'),
  };
}

/**
 * What does a setting say in this service, in each environment? The order is the platform's: explicit environment, env
 * files and ConfigMaps, the image's ENV, the framework's configuration files, env files that the program loads, variants of
 * both by environment, and last the examples, which only fill what nothing else sets. Several environments are alternatives and stay apart.
 */
export function settingsOf(service: ServiceModel, catalog: SettingsCatalog): Environment[] {
  const units: (RunUnit | null)[] = service.units.length > 0 ? [...service.units] : [null];
  return units.map((unit) => {
    const images = unit?.image ? [unit.image] : [...service.images];
    const image = images.map((i) => imageLayer(i, unit?.container.build?.target));
    const platform = [...(unit === null ? [] : deployedLayers(unit, catalog)), ...image];
    const programs = programLayers(service, images, catalog, firstValue(platform, 'NODE_ENV') ?? firstValue(platform, 'APP_ENV'));
    const arguments_ = argumentLayers(unit, images, platform);
    const files = propertiesOf({ service, folders: catalog.folders, unit, deployed: [...arguments_, ...platform] }, catalog.properties);
    const layers = [...arguments_, ...platform, ...files.real, ...programs.real];
    const lookup = (name: string): readonly SettingValue[] => lookupIn(name, layers, [...files.variants, ...programs.variants], programs.examples);
    const instance = unit?.instance;
    return {
      name: instance?.environment ?? null,
      stack: instance?.workload.stack ?? null,
      unit,
      ...(instance?.when === undefined ? {} : { when: instance.when }),
      lookup,
      deployed: unit === null ? [] : [...deployedNames(unit, catalog)].sort(compareText),
      properties: files.keys,
      upstreams: upstreamsOf(service, unit, catalog.registrations),
    };
  });
}

function lookupIn(name: string, layers: readonly Layer[], variants: readonly Layer[], examples: readonly Layer[]): SettingValue[] {
  const first = (from: readonly Layer[]): SettingValue | undefined => {
    for (const layer of from) {
      const value = layer(name);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const set = first(layers);
  if (set !== undefined) return [set];
  const alternatives = distinct(variants.flatMap((l) => l(name) ?? [])).filter((a) => describeTerm(a.term) !== '');
  if (alternatives.length > 0) return alternatives;
  const example = first(examples);
  return example === undefined ? [] : [example];
}

function distinct(values: readonly SettingValue[]): SettingValue[] {
  const seen = new Map<string, SettingValue>();
  for (const v of values) if (!seen.has(describeTerm(v.term))) seen.set(describeTerm(v.term), v);
  return [...seen.values()];
}

function firstValue(layers: readonly Layer[], name: string): string | null {
  for (const layer of layers) {
    const value = layer(name);
    if (value !== undefined) return value.term.k === 'literal' ? value.term.text : null;
  }
  return null;
}

/** Explicit environment, then env files and ConfigMaps (the last given wins). */
function deployedLayers(unit: RunUnit, catalog: SettingsCatalog): Layer[] {
  const { workload } = unit.instance;
  const outer = workload.platform === 'compose' ? composeLayer(workload.stack, catalog.envFiles) : (): undefined => undefined;
  const own = byAnySpelling(unit.container.env);
  const explicit: Layer = (name) => {
    const entry = own(name);
    if (entry === undefined) return undefined;
    if (entry.from !== undefined)
      return entry.from.kind === 'field' ? unknownValue(entry) : (configLayer(entry.from.name, workload, catalog)(entry.from.key) ?? unknownValue(entry));
    if (entry.value === undefined)
      return workload.platform === 'compose' ? (outer(name) ?? (isSecretName(name) ? unknownValue(entry) : undefined)) : unknownValue(entry);
    const scope: Layer = workload.platform === 'compose' ? outer : (n) => (n === name ? undefined : explicit(n));
    return {
      term: interpolate(entry.value, scope),
      evidence: [deployment(entry.at, entry.name, entry.value, workload.foundBy), ...scopeEvidence(entry.value, scope)],
    };
  };
  const from = [...unit.container.envFrom].reverse().map((f): Layer => {
    if (f.kind !== 'file') {
      const layer = configLayer(f.name, workload, catalog);
      const prefix = f.prefix ?? '';
      return (name) => (name.startsWith(prefix) ? layer(name.slice(prefix.length)) : undefined);
    }
    return fileLayer(f.name, catalog, outer);
  });
  return [explicit, ...from];
}

function deployedNames(unit: RunUnit, catalog: SettingsCatalog): Set<string> {
  const names = new Set(unit.container.env.map((e) => e.name));
  for (const f of unit.container.envFrom) {
    if (f.kind === 'file') for (const e of envFileOrExample(f.name, catalog.envFiles)?.entries ?? []) names.add(e.name);
    else for (const c of catalog.configs.filter((x) => x.name === f.name)) for (const e of c.entries) names.add((f.prefix ?? '') + e.name);
  }
  return names;
}

function fileLayer(path: string, catalog: SettingsCatalog, outer: Layer): Layer {
  const file = envFileOrExample(path, catalog.envFiles);
  return file === undefined ? (): undefined => undefined : entriesLayer(file.entries, file.foundBy, outer);
}

/** The ConfigMap or Secret that a workload means: of its own stack (the same overlay or release) and namespace, else of its namespace, else any. */
function configLayer(name: string, { stack, namespace }: { readonly stack: string; readonly namespace?: string }, catalog: SettingsCatalog): Layer {
  const named = catalog.configs.filter((c) => c.name === name || c.name.replace(/-[a-z0-9]{10}$/, '') === name);
  const near = named.filter((c) => c.stack === stack);
  const config = near.find((c) => c.namespace === namespace) ?? near[0] ?? named.find((c) => c.namespace === namespace) ?? named[0];
  return config === undefined ? (): undefined => undefined : entriesLayer(config.entries, config.foundBy);
}

/** ENV of the last stage and the stages it stands on; later lines win. */
function imageLayer(image: ImageFact, target?: string): Layer {
  const entries: EnvEntry[] = [];
  let stage = target === undefined ? image.stages.at(-1) : (image.stages.find((s) => s.name === target) ?? image.stages.at(-1));
  for (let hops = 0; stage !== undefined && hops < 20; hops++) {
    entries.unshift(...stage.args.filter((a) => a.value !== undefined), ...stage.env);
    const from = stage.from.k === 'literal' ? stage.from.text.toLowerCase() : '';
    stage = image.stages.find((s) => s.name?.toLowerCase() === from && s !== stage);
  }
  const isGateway = baseImage(image)?.kind === 'gateway';
  return isGateway || entries.length > 0 ? entriesLayer(entries, image.foundBy) : (): undefined => undefined;
}

interface ProgramFiles {
  readonly real: readonly Layer[];
  readonly variants: readonly Layer[];
  readonly examples: readonly Layer[];
}

/** Env files of the program itself: those its image copies under a name it loads, then those beside its package or sources. */
function programLayers(service: ServiceModel, images: readonly ImageFact[], catalog: SettingsCatalog, mode: string | null): ProgramFiles {
  const folder = service.path;
  if (folder === null) return { real: [], variants: [], examples: [] };
  const copied = images.flatMap((i) => copiedEnvFiles(i, folder, catalog));
  const places = homesOf(service, folder, catalog).flatMap((home) => besidePrograms.map((d) => joinPath(home, d)));
  const beside = places
    .flatMap((place) => [...catalog.envFiles.values()].filter((f) => dirOf(f.path) === place))
    .map((file) => ({ file, name: baseOf(file.path) }));
  const all = [...copied, ...beside.filter((b) => !copied.some((c) => c.file === b.file))];
  const isReal = (f: { file: EnvFileFact; name: string }): boolean =>
    f.name === '.env' || f.name === '.env.local' || (!f.file.example && f.file.environment === undefined && /^\.?env$/.test(f.name));
  const layer = (f: { file: EnvFileFact }): Layer => entriesLayer(f.file.entries, f.file.foundBy);
  const real = all.filter(isReal).sort((a, b) => Number(b.name === '.env.local') - Number(a.name === '.env.local'));
  const own = mode ?? firstValue(real.map(layer), 'NODE_ENV');
  const rest = all.filter((f) => !real.includes(f) && !isTestEnvironment(f.file.environment));
  const chosen = rest.filter((f) => !f.file.example && own !== null && f.file.environment === own);
  const variants = rest.filter((f) => !f.file.example && !chosen.includes(f)).sort((a, b) => compareText(a.file.path, b.file.path));
  const examples = rest.filter((f) => f.file.example);
  return { real: [...chosen, ...real].map(layer), variants: variants.map(layer), examples: examples.map(layer) };
}

const besidePrograms = ['.', 'src', 'config', 'env', 'envs', 'server', 'environments'];

/** A program loads files beside its sources; one that its workspace builds without a package of its own runs in the workspace's folder. */
function homesOf(service: ServiceModel, folder: string, { packages }: SettingsCatalog): readonly string[] {
  if (packages.has(folder) || !service.packages.some((p) => p.path === folder)) return [folder];
  let around = folder;
  while (around !== '.' && !packages.has(around)) around = dirOf(around);
  return packages.has(around) ? [folder, around] : [folder];
}

/** `COPY .env.docker ./.env`, `RUN cp src/.example.env dist/.env`: a file of the repository under the name the program loads. */
function copiedEnvFiles(image: ImageFact, folder: string, catalog: SettingsCatalog): { file: EnvFileFact; name: string }[] {
  const copies = image.stages.flatMap((s) => s.copies.flatMap((c) => c.sources.map((source) => ({ source, target: c.target }))));
  const out: { file: EnvFileFact; name: string }[] = [];
  for (const { source, target } of copies.filter((c) => /env/.test(baseOf(c.source)))) {
    const file = [joinPath(folder, source), joinPath(image.dir, source), joinPath('.', source), ...suffixesOf(source)]
      .map((p) => catalog.envFiles.get(p))
      .find((f) => f !== undefined && (isUnder(f.path, folder) || isUnder(f.path, image.dir)));
    const renamed = /^\.?[\w.-]*env[\w.-]*$/.test(baseOf(target)) && !target.endsWith('/');
    const name = baseOf(renamed ? target : source);
    if (file !== undefined && !out.some((o) => o.name === name && o.file === file)) out.push({ file, name });
  }
  return out;
}

/** Every text a term can be, in every environment. */
export function fillAll(term: Term | undefined, environments: readonly Environment[]): { readonly filled: Filled; readonly environment: Environment }[] {
  return term === undefined ? [] : environments.flatMap((environment) => fill(term, environment.lookup).map((filled) => ({ filled, environment })));
}
