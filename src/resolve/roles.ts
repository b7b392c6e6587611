import type { ServiceRole } from '../core/graph.js';
import type { Draft } from './drafts.js';
import { startsOf } from './entries.js';
import type { FolderWorld } from './folders.js';
import { readImage, stockImage } from './images.js';
import { dependenciesOf } from './modules.js';
import { wordsOf } from './names.js';
import { hasPageFramework, hasServerDependency, isBrowserPackage } from './packages.js';

/** The role of a service; null for an ordinary one. Proxies in code make a gateway later, when links are known. */
export function roleOf(draft: Draft, name: string, world: FolderWorld): ServiceRole | null {
  if (isBrowser(draft, world)) return 'frontend';
  if (draft.base?.kind === 'load-generator' || isLoadGenerator(draft, name)) return 'load-generator';
  const built = dependenciesOf(draft.folder, world.modules);
  if (built.some((d) => registries.test(d))) return 'infrastructure';
  if (isGatewayName(name) || draft.base?.kind === 'gateway' || built.some((d) => gateways.test(d))) return 'gateway';
  if (draft.base?.kind === 'infrastructure' || isRegistryName(name)) return 'infrastructure';
  if (draft.units.length > 0 && draft.units.every((u) => /^(Job|CronJob)$/.test(u.instance.workload.workloadKind))) return 'job';
  return null;
}

/** What only a registry, configuration server, dashboard or collector is built with. */
const registries =
  /^(spring-cloud-config-server|spring-cloud-config-monitor|spring-cloud-(starter-)?(netflix-)?eureka-server|spring-boot-admin-(starter-)?server|spring-cloud-starter-(netflix-)?(hystrix-dashboard|turbine(-stream|-amqp)?)|spring-cloud-netflix-(hystrix-dashboard|turbine.*)|zipkin-server|zipkin-autoconfigure-ui|nacos-(server|console)|Steeltoe\.Discovery\.Server)$/;
/** What only a proxy is built with. */
const gateways =
  /^(spring-cloud-starter-gateway(-server)?(-webflux|-mvc|-webmvc)?|spring-cloud-starter-(netflix-)?zuul|spring-cloud-netflix-zuul|Yarp\.ReverseProxy|Ocelot)$/;

/** Whether the program runs in a browser or on a device: nothing of it listens but a bundle's static server. */
export function isBrowser(draft: Draft, world: FolderWorld): boolean {
  const packages = draft.packages.filter((p) => p.path === draft.folder);
  const starts = startsOf({ folder: draft.folder ?? '.', units: draft.units, images: draft.images, packages, browser: false }, world);
  const browserPackage = packages.some((p) => isBrowserPackage(p, world));
  if (starts.some((s) => s.kind === 'pages' || s.kind === 'nest')) return false;
  if (starts.some((s) => s.kind === 'browser')) return browserPackage || packages.every((p) => !hasServerDependency(p) && !hasPageFramework(p));
  return browserPackage && packages.every((p) => !hasServerDependency(p)) && !starts.some((s) => s.kind === 'file' && draft.base?.kind !== 'gateway');
}

function isLoadGenerator(draft: Draft, name: string): boolean {
  const words = wordsOf(name);
  const image = draft.units.map((u) => (u.container.image === undefined ? undefined : readImage(u.container.image))).find((i) => i !== undefined);
  if (image !== undefined && stockImage(image)?.kind === 'load-generator') return true;
  const joined = words.join('');
  return /^(load|loadgen|loadgenerator|loadtest(s|er)?|locust|k6|jmeter|artillery|gatling|trafficgenerator|stresstest)$/.test(joined);
}

function isGatewayName(name: string): boolean {
  return /^((api|edge|web|bff|graphql|public|app|mobile|http)?gateway|apigw|gatewayapi|gatewayservice|apigatewayservice|gatewayserver)$/.test(
    wordsOf(name).join(''),
  );
}

function isRegistryName(name: string): boolean {
  return /^(eureka|eurekaserver|eurekaservice|discoveryserver|serviceregistry|servicediscovery|configserver|configservice|cloudconfigserver|hystrixdashboard|turbine|zipkinserver|adminserver)$/.test(
    wordsOf(name).join(''),
  );
}
