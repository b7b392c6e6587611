import type { Fact, PropertiesFact } from '../core/fact.js';
import { type ConfigRepository, configRepositories } from './config-repositories.js';
import type { Layer } from './layers.js';
import type { RunUnit, ServiceModel } from './model.js';
import { squash } from './names.js';
import { baseOf, deepestFolder, dirOf, isUnder, joinPath } from './paths.js';
import { type PropertyLayers, type RankedDocument, documentLayer, propertyLayers, uniformName } from './properties.js';
import { type Lookup, fill, isKnown } from './terms.js';

/** All configuration files of the system, with the services' folders that hold them. */
export interface PropertyCatalog {
  readonly files: readonly PropertiesFact[];
  readonly repositories: readonly ConfigRepository[];
}

/** Collects the configuration files that `propertiesOf` chooses from. */
export function propertyCatalog(facts: readonly Fact[]): PropertyCatalog {
  const files = facts.filter((f): f is PropertiesFact => f.kind === 'properties');
  return { files, repositories: files.length === 0 ? [] : configRepositories(facts) };
}

/** Who asks: a service in one environment, with what the platform sets for it. */
export interface PropertyQuery {
  readonly service: ServiceModel;
  /** Folders of all services: a file belongs to the deepest around it. */
  readonly folders: readonly string[];
  readonly unit: RunUnit | null;
  /** What stands above all files: command line, environment, image. */
  readonly deployed: readonly Layer[];
}

/** Which configuration files a service reads, in the order in which the framework applies them, for the profiles that are active. */
export function propertiesOf(query: PropertyQuery, catalog: PropertyCatalog): PropertyLayers {
  const mounted = mountedFiles(query.unit, catalog);
  const local = catalog.files.filter((f) => f.config === undefined && isLocal(f, query));
  if (local.length + mounted.length === 0) return { real: [], variants: [], keys: [] };
  const dotnet = rankAll([...local, ...mounted], 'dotnet', (f) => appSettings(f));
  const spring = rankAll([...local, ...mounted], 'spring', (f) => springFile(f, mounted.includes(f)));
  const active = activeProfiles(query, [...spring, ...dotnet]);
  const name = applicationName(query, spring, active);
  const remote = isClient(query, local) ? catalog.repositories.flatMap((r) => remoteFiles(r, name, query.service, catalog)) : [];
  return propertyLayers([...dotnet, ...spring, ...remote], active);
}

/** A file beside the program or among its resources, which no other service's folder inside it holds. */
function isLocal(fact: PropertiesFact, { service, folders, unit }: PropertyQuery): boolean {
  const { path } = service;
  if (path === null || !isUnder(fact.path, path) || deepestFolder(fact.path, folders) !== path) return false;
  if (!/^(application|bootstrap|microprofile-config|appsettings|launchSettings)\b/i.test(fact.stem)) return false;
  if (fact.stem === 'launchSettings') return unit === null || unit.instance.workload.platform === 'aspire';
  const inside = dirOf(path === '.' ? fact.path : fact.path.slice(path.length + 1));
  return fact.style === 'dotnet' || /(^|\/)(src\/\w*main\/resources|resources|config|META-INF)(\/config)?$/i.test(inside) || inside === '.';
}

/** Keys of ConfigMaps that are mounted into the container. */
function mountedFiles(unit: RunUnit | null, catalog: PropertyCatalog): PropertiesFact[] {
  const sources = new Set(unit?.container.mounts.map((m) => m.source) ?? []);
  return catalog.files.filter((f) => f.config !== undefined && (sources.has(f.config) || sources.has(`${f.config}/${baseOf(f.path)}`)));
}

interface Placed {
  readonly rank: number;
  readonly profile: string | null;
}

function rankAll(files: readonly PropertiesFact[], style: PropertiesFact['style'], place: (fact: PropertiesFact) => Placed): RankedDocument[] {
  return files
    .filter((f) => f.style === style)
    .map((fact) => {
      const { rank, profile } = place(fact);
      return { fact, rank, profiles: [...(profile === null ? [] : [profile]), ...fact.profiles] };
    });
}

/** bootstrap.yml is the weakest, then application.yml on the class path, beside the program, and from the platform. */
function springFile(fact: PropertiesFact, mounted: boolean): Placed {
  const [, kind = '', profile] = /^(application|bootstrap|microprofile-config)(?:[._-](.+))?$/i.exec(fact.stem) ?? [];
  const outside = mounted || !/(^|\/)(src\/\w*main\/)?resources(\/|$)/.test(dirOf(fact.path));
  return { rank: (kind.toLowerCase() === 'bootstrap' ? 0 : 10) + (outside ? 10 : 0), profile: profile ?? null };
}

function appSettings(fact: PropertiesFact): Placed {
  if (fact.stem === 'launchSettings') return { rank: 20, profile: null };
  return { rank: 10, profile: /^appsettings\.(.+)$/i.exec(fact.stem)?.[1]?.toLowerCase() ?? null };
}

/** Of a configuration server: `orders-prod`, `application-prod`, `orders`, `application`, all above the service's own files. */
function remoteFiles(repository: ConfigRepository, name: string, service: ServiceModel, catalog: PropertyCatalog): RankedDocument[] {
  if (service.path !== null && repository.server === service.path) return [];
  const folders = new Set(repository.folders.map((f) => joinPath('.', f.replaceAll('{application}', name))));
  return catalog.files.flatMap((fact): RankedDocument[] => {
    if (fact.style !== 'spring' || fact.config !== undefined || !folders.has(dirOf(fact.path))) return [];
    for (const [stem, rank] of [
      [name, 41],
      ['application', 40],
    ] as const) {
      const lower = fact.stem.toLowerCase();
      if (lower !== stem.toLowerCase() && !lower.startsWith(`${stem.toLowerCase()}-`)) continue;
      const profile = fact.stem.slice(stem.length + 1);
      return [{ fact, rank, profiles: [...(profile === '' ? [] : [profile]), ...fact.profiles], shared: rank === 40 }];
    }
    return [];
  });
}

const profileSettings = ['spring.profiles.active', 'quarkus.profile', 'micronaut.environments'] as const;
const hostingSettings = ['ASPNETCORE_ENVIRONMENT', 'DOTNET_ENVIRONMENT'] as const;

/**
 * Active profiles, the strongest last: what the platform sets, else what the files say, with includes and groups; null where the platform sets
 * none, so that documents of other profiles remain possible. Kubernetes activates `kubernetes`.
 */
function activeProfiles(query: PropertyQuery, documents: readonly RankedDocument[]): string[] | null {
  const platform = lookupIn(query.deployed);
  const told = [...profileSettings, ...hostingSettings].flatMap((name) => textsOf(name, platform));
  const always = propertyLayers(documents, []);
  const own = lookupIn([...query.deployed, ...always.real]);
  const written = told.length > 0 ? told : profileSettings.flatMap((name) => textsOf(name, own));
  const base = written.flatMap((t) => t.split(',')).map((t) => t.trim());
  const grouped = base.flatMap((p) => [p, ...listed(`spring.profiles.group.${p}`, own)]);
  const all = [...listed('spring.profiles.include', own), ...grouped].filter((p) => p !== '');
  const dotnet = documents.some((d) => d.fact.style === 'dotnet');
  const names = dotnet ? all.map((p) => p.toLowerCase()) : all;
  if (query.unit?.instance.workload.platform === 'kubernetes' && names.length > 0) names.unshift('kubernetes');
  if (names.length > 0) return names;
  return defaultProfiles(query, documents);
}

/** Without a word of the platform .NET and Quarkus run in production. */
function defaultProfiles(query: PropertyQuery, documents: readonly RankedDocument[]): string[] | null {
  const platform = query.unit?.instance.workload.platform;
  if (platform === undefined) return null;
  if (documents.some((d) => d.fact.style === 'dotnet')) return [platform === 'aspire' ? 'development' : 'production'];
  return documents.some((d) => d.fact.entries.some((e) => e.name.startsWith('quarkus.'))) ? ['prod'] : null;
}

function listed(name: string, lookup: Lookup): string[] {
  const single = textsOf(name, lookup);
  const items = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) => textsOf(`${name}[${i}]`, lookup));
  return [...single, ...items].flatMap((t) => t.split(',')).map((t) => t.trim());
}

function textsOf(name: string, lookup: Lookup): string[] {
  return lookup(name).flatMap((v) => fill(v.term, lookup).flatMap((f) => (isKnown(f) ? [f.text] : [])));
}

function lookupIn(layers: readonly Layer[]): Lookup {
  return (name) => {
    for (const layer of layers) {
      const value = layer(name);
      if (value !== undefined) return [value];
    }
    return [];
  };
}

/** The name a service registers and asks its configuration server under. */
function applicationName(query: PropertyQuery, spring: readonly RankedDocument[], active: readonly string[] | null): string {
  const lookup = lookupIn([...query.deployed, ...propertyLayers(spring, active).real]);
  const named = ['spring.cloud.config.name', 'spring.application.name'].flatMap((n) => textsOf(n, lookup));
  return named[0] ?? baseOf(query.service.path ?? query.service.name);
}

/** Whether the service asks a configuration server: its address, discovery or import is set. */
function isClient(query: PropertyQuery, local: readonly PropertiesFact[]): boolean {
  const asks = (name: string): boolean => /^spring\.cloud\.config\.(uri|discovery\.|name|label|profile|failfast)/.test(uniformName(name));
  const inFiles = local.some((f) =>
    f.entries.some((e) => asks(e.name) || (/^spring\.config\.import(\.\d+)?$/.test(uniformName(e.name)) && e.value !== undefined && mentionsServer(f, e.name))),
  );
  const platform = lookupIn(query.deployed);
  return (
    inFiles || textsOf('spring.cloud.config.uri', platform).length > 0 || textsOf('spring.config.import', platform).some((t) => t.includes('configserver:'))
  );
}

function mentionsServer(fact: PropertiesFact, name: string): boolean {
  const value = documentLayer(fact)(name);
  return value !== undefined && fill(value.term, () => []).some((f) => f.text.includes('configserver:'));
}

/** Settings that name the program itself, in a registry or to others. */
const selfNames: ReadonlySet<string> = new Set(
  [
    'spring.application.name',
    'quarkus.application.name',
    'micronaut.application.name',
    'eureka.instance.appname',
    'eureka.instance.virtualHostName',
    'eureka.instance.vipAddress',
    'eureka.name',
    'eureka.vipAddress',
    'spring.cloud.consul.discovery.serviceName',
    'spring.cloud.nacos.discovery.service',
    'consul.client.registration.name',
    'quarkus.stork.serviceRegistrar.name',
    'consul.discovery.serviceName',
  ].map(squash),
);

/** Names that configuration files give the program in a folder: `spring.application.name`, `Eureka:Instance:AppName` and their like, where they are plain. */
export function applicationNames(folder: string, folders: readonly string[], facts: readonly Fact[]): string[] {
  const files = facts.filter((f): f is PropertiesFact => f.kind === 'properties' && f.config === undefined);
  const own = files.filter(
    (f) => /^(application|bootstrap|appsettings)\b/.test(f.stem) && isUnder(f.path, folder) && deepestFolder(f.path, folders) === folder,
  );
  const names = own.flatMap((f) =>
    f.entries.filter((e) => selfNames.has(squash(e.name))).flatMap((e) => (e.value === undefined ? [] : fill(e.value, () => []))),
  );
  return [...new Set(names.filter(isKnown).map((f) => f.text))].filter((n) => /^[\w .-]{2,60}$/.test(n));
}
