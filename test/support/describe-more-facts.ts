import type { DeliveryFact } from '../../src/core/delivery.js';
import type { BuildCallFact, BuildFact, Fact, ReleaseFact, SchemaFact } from '../../src/core/fact.js';
import type { ConfigFact, Container, EnvEntry, HostFact, WorkloadFact } from '../../src/core/workload.js';
import { describeTerm } from '../../src/core/term.js';
import { describeCatalogFact } from './describe-catalog-facts.js';
import { describeCloudFact } from './describe-cloud-facts.js';
import { describeFacts, describeNetwork } from './describe-facts.js';
import { describeGateway } from './describe-gateways.js';
import { describePlatformFact, describeUpstreams } from './describe-platform-facts.js';

/** Like `describeFacts`, for the facts of Kubernetes, releases, contracts and schemas too. */
export function describeMoreFacts(facts: readonly Fact[]): string[] {
  return facts.flatMap(describe);
}

function describe(fact: Fact): string[] {
  switch (fact.kind) {
    case 'workload':
      if (fact.platform === 'cloudformation' || fact.platform === 'serverless') return describeCloudFact(fact);
      return fact.platform === 'compose' || fact.platform === 'aspire' || fact.platform === 'procfile' ? describeFacts([fact]) : describeKubernetes(fact);
    case 'wiring':
    case 'forward':
      return describeCloudFact(fact);
    case 'host':
      return describeHost(fact);
    case 'config':
      return describeConfig(fact);
    case 'gateway':
    case 'route':
    case 'backend':
    case 'policy':
      return describeGateway(fact);
    case 'scaler':
      return [`${fact.at.line} scaler of ${fact.targetKind} ${fact.namespace === undefined ? '' : `${fact.namespace}/`}${fact.targetName} of ${fact.stack}`];
    case 'mesh':
      return [
        `${fact.at.line} mesh ${fact.host}${fact.entrance ? ' at the entrance' : ''}${fact.timeout === undefined ? '' : ` timeout ${fact.timeout}`}${fact.retries === undefined ? '' : ` retries ${fact.retries}`}${fact.circuitBreaker === true ? ' breaker' : ''}`,
      ];
    case 'release':
      return describeRelease(fact);
    case 'version':
      return [`${fact.at.line} version ${fact.version ?? `of ${fact.from ?? 'above'}`} of ${fact.folder}${fact.gives ? ', given' : ''} (${fact.ecosystem})`];
    case 'delivery':
      return describeDelivery(fact);
    case 'build':
      return [describeBuild(fact)];
    case 'build-call':
      return [describeCall(fact)];
    case 'schema':
      return describeSchema(fact);
    case 'catalog':
    case 'owners':
      return describeCatalogFact(fact);
    case 'properties':
    case 'module':
    case 'registration':
    case 'component':
    case 'subscription':
      return describePlatformFact(fact);
    case 'rpc':
      return [`${fact.at.line} rpc ${fact.package}/${fact.service}: ${fact.methods.join(' ')}`];
    default:
      return describeFacts([fact]);
  }
}

const joined = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

function describeKubernetes(fact: WorkloadFact): string[] {
  const words = [
    `${fact.at.line} ${fact.workloadKind} ${fact.namespace === undefined ? '' : `${fact.namespace}/`}${fact.name} of ${fact.stack}`,
    ...(fact.environment === undefined ? [] : [`in ${fact.environment}`]),
    ...(fact.replicas === undefined ? [] : [`times ${fact.replicas}`]),
    ...(fact.autoscaled === true ? ['autoscaled'] : []),
    ...(fact.overrides === undefined ? [] : [`overrides ${fact.overrides}`]),
    ...fact.profiles.map((profile) => `option ${profile}`),
    ...(Object.keys(fact.labels).length === 0 ? [] : [`labels ${joined(fact.labels)}`]),
  ];
  return [
    words.join(' '),
    ...fact.containers.flatMap(describeContainer),
    ...fact.hostnames.map((name) => `  hostname ${name}`),
    ...fact.links.map((link) => `  ${link.at.line} link ${link.target} as ${link.alias}`),
    ...fact.startsAfter.map((after) => `  ${after.at.line} after ${after.target}`),
    ...describeNetwork(fact),
    ...describeUpstreams(fact.upstreams ?? []),
  ];
}

function describeContainer(container: Container): string[] {
  return [
    `  ${container.at.line} ${container.init ? 'init' : 'container'} ${container.name}${container.image ? ` ${describeTerm(container.image)}` : ''}`,
    ...(container.entrypoint ? [`    entrypoint ${JSON.stringify(container.entrypoint)}`] : []),
    ...(container.command ? [`    command ${JSON.stringify(container.command)}`] : []),
    ...(container.workingDir === undefined ? [] : [`    workdir ${container.workingDir}`]),
    ...container.env.map((entry) => `    ${describeEntry(entry)}`),
    ...container.envFrom.map((from) => `    ${from.at.line} env from ${from.kind} ${from.name}${from.prefix === undefined ? '' : ` as ${from.prefix}*`}`),
    ...container.mounts.map((mount) => `    ${mount.at.line} mount ${mount.source} at ${mount.target}`),
    ...(container.hostnames ?? []).map((name) => `    hostname ${name}`),
    ...container.ports.map((port) => {
      const host = port.host ? `${describeTerm(port.host)} -> ` : '';
      return `    ${port.at.line} port ${host}${describeTerm(port.container)}${port.name === undefined ? '' : ` (${port.name})`}`;
    }),
  ];
}

function describeEntry(entry: EnvEntry): string {
  const source = entry.from ? `<${entry.from.kind} ${entry.from.name} ${entry.from.key}>` : '<none>';
  return `${entry.at.line} ${entry.name}=${entry.value ? describeTerm(entry.value).replaceAll('\n', '\\n') : source}`;
}

function describeHost(fact: HostFact): string[] {
  const ports = fact.ports.map(
    (p) =>
      `${p.name === undefined ? '' : `${p.name}:`}${p.nodePort === undefined ? '' : `${p.nodePort}:`}${p.port}${p.target === undefined ? '' : `->${p.target}`}`,
  );
  const to = fact.selector ? ` to ${joined(fact.selector)}` : fact.externalName === undefined ? '' : ` to ${fact.externalName}`;
  return [
    `${fact.at.line} host ${fact.namespace === undefined ? '' : `${fact.namespace}/`}${fact.name} of ${fact.stack} ${fact.type}${to}${ports.length === 0 ? '' : ` ports ${ports.join(' ')}`}`,
  ];
}

function describeConfig(fact: ConfigFact): string[] {
  return [
    `${fact.at.line} ${fact.configKind} ${fact.namespace === undefined ? '' : `${fact.namespace}/`}${fact.name} of ${fact.stack}`,
    ...fact.entries.map((entry) => `  ${describeEntry(entry)}`),
  ];
}

function describeRelease(fact: ReleaseFact): string[] {
  const declaration = fact.declaration === undefined ? '' : ` (declaration ${fact.declaration})`;
  return [
    `${fact.at.line} release by ${fact.evidenceKind} ${fact.anchor}${declaration}: ${fact.title}`,
    ...fact.members.map((member) => `  ${member.at.line} ${member.kind} ${member.text}`),
  ];
}

function describeDelivery(fact: DeliveryFact): string[] {
  const more = [
    ...(fact.job === '' ? [] : [`in ${fact.job}`]),
    ...(fact.environment === undefined ? [] : [`to ${fact.environment}`]),
    ...(fact.condition === undefined ? [] : [`if ${fact.condition}`]),
  ];
  return [
    [`${fact.at.line} delivery ${fact.starts} by ${fact.title}`, ...more].join(' '),
    ...fact.members.map(({ at, act, kind, text, open }) => `  ${at.line} ${act} ${kind} ${text}${open === undefined ? '' : ' (open)'}`),
    ...fact.runs.map(({ at, files, job, values }) => {
      const given = Object.entries(values).map(([name, value]) => `${name}=${describeTerm(value)}`);
      return ['  ', at.line, ' run ', files.join(' or '), job === undefined ? '' : `#${job}`, ...given.map((text) => ` ${text}`)].join('');
    }),
  ];
}

function describeBuild(fact: BuildFact): string {
  const more = [
    ...(fact.dockerfile ? [`with ${describeTerm(fact.dockerfile)}`] : []),
    ...(fact.target === undefined ? [] : [`to ${fact.target}`]),
    ...(fact.job === undefined ? [] : [`in ${fact.job}`]),
  ];
  return [`${fact.at.line} build ${fact.images.map(describeTerm).join(', ')} of ${describeTerm(fact.context)}`, ...more].join(' ');
}

function describeCall(fact: BuildCallFact): string {
  const values = Object.entries(fact.values).map(([name, value]) => `${name}=${describeTerm(value)}`);
  return [`${fact.at.line} run ${fact.files.join(' or ')}${fact.job === undefined ? '' : `#${fact.job}`}`, ...values].join(' ');
}

function describeSchema(fact: SchemaFact): string[] {
  return [
    [
      `${fact.at.line} ${fact.by} ${fact.schema === undefined ? '' : `${fact.schema}.`}${fact.table}`,
      ...(fact.model === undefined ? [] : [`model ${fact.model}`]),
      ...(fact.technology === undefined ? [] : [`in ${fact.technology}`]),
      ...(fact.url ? [`at ${describeTerm(fact.url)}`] : []),
      ...(fact.client === undefined ? [] : [`client ${fact.client.as} in ${fact.client.folder}`]),
      ...(fact.reads ? [`reads ${fact.reads.join(' ')}`] : []),
    ].join(' '),
    ...Object.entries(fact.relations ?? {}).map(([field, model]) => `  ${field}: ${model}`),
  ];
}
