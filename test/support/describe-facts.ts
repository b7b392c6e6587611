import type { DockerStage, EnvFileFact, Fact, ImageFact, PackageFact, ProjectFact } from '../../src/core/fact.js';
import type { Container, EnvEntry, PortMapping, StackFact, WorkloadFact } from '../../src/core/workload.js';
import { describeTerm } from '../../src/core/term.js';

/**
 * Facts as lines for expectations, one fact's line followed by one line for each detail: `<line of the file> <path of the detail>: <text>`.
 * What is empty or absent gives no line. A value that was dropped shows as `<none>`.
 */
export function describeFacts(facts: readonly Fact[]): string[] {
  return facts.flatMap(describeFact);
}

function describeFact(fact: Fact): string[] {
  const { line } = fact.at;
  switch (fact.kind) {
    case 'workload':
      return describeWorkload(fact);
    case 'stack':
      return describeStack(fact);
    case 'image':
      return describeImage(fact);
    case 'package':
      return describePackage(fact);
    case 'project':
      return describeProject(fact);
    case 'env-file':
      return describeEnvFile(fact);
    case 'ignore':
      return [`${line} ignore ${fact.rule}: ${fact.reason ?? '<no reason>'}`];
    default:
      return [`${line} ${fact.kind}`];
  }
}

const env = (prefix: string, entries: readonly EnvEntry[]): string[] =>
  entries.map((entry) => `${entry.at.line} ${prefix} ${entry.name}=${entry.value ? describeTerm(entry.value) : '<none>'}`);

function describeWorkload(fact: WorkloadFact): string[] {
  const { line } = fact.at;
  const head = `${line} workload ${fact.name} of ${fact.stack}${fact.environment === undefined ? '' : ` in ${fact.environment}`}${fact.overrides === undefined ? '' : ` overrides ${fact.overrides}`}`;
  return [
    head,
    ...fact.containers.flatMap(describeContainer),
    ...fact.hostnames.map((name) => `  hostname ${name}`),
    ...fact.links.map((link) => `  ${link.at.line} link ${link.target} as ${link.alias}`),
    ...fact.startsAfter.map((after) => `  ${after.at.line} after ${after.target}`),
    ...Object.entries(fact.labels).map(([key, value]) => `  label ${key}=${value}`),
    ...fact.profiles.map((profile) => `  profile ${profile}`),
    ...(fact.replicas === undefined ? [] : [`  replicas ${fact.replicas}`]),
    ...describeNetwork(fact),
    ...(fact.extends ? [`  extends ${fact.extends.service}${fact.extends.file === undefined ? '' : ` of ${fact.extends.file}`}`] : []),
  ];
}

/** Whose network a workload is in, where not its own. */
export function describeNetwork({ network, networkOf }: WorkloadFact): string[] {
  return [...(network === undefined ? [] : [`  network ${network}`]), ...(networkOf === undefined ? [] : [`  network of ${networkOf}`])];
}

function describeContainer(container: Container): string[] {
  const { build } = container;
  return [
    ...(container.code ? [`  code of ${container.code.folder ?? '<elsewhere>'}`] : []),
    ...(container.image ? [`  image ${describeTerm(container.image)}`] : []),
    ...(build
      ? [
          `  build ${build.context}${build.dockerfile === undefined ? '' : ` with ${build.dockerfile}`}${build.target === undefined ? '' : ` to ${build.target}`}`,
        ]
      : []),
    ...env('build arg', build?.args ?? []).map((text) => `  ${text}`),
    ...(container.entrypoint ? [`  entrypoint ${JSON.stringify(container.entrypoint)}`] : []),
    ...(container.command ? [`  command ${JSON.stringify(container.command)}`] : []),
    ...(container.workingDir === undefined ? [] : [`  workdir ${container.workingDir}`]),
    ...env('env', container.env).map((text) => `  ${text}`),
    ...container.envFrom.map((from) => `  ${from.at.line} env from ${from.kind} ${from.name}`),
    ...container.mounts.map((mount) => `  ${mount.at.line} mount ${mount.source} at ${mount.target}`),
    ...container.ports.map((port) => `  ${port.at.line} port ${describePort(port)}`),
  ];
}

function describePort(port: PortMapping): string {
  const ip = port.hostIp === undefined ? '' : `${port.hostIp} `;
  return `${ip}${port.host ? `${describeTerm(port.host)} -> ` : ''}${describeTerm(port.container)}${port.name === undefined ? '' : ` (${port.name})`}`;
}

function describeStack(fact: StackFact): string[] {
  return [
    `${fact.at.line} stack ${fact.stack}${fact.project === undefined ? '' : ` named ${fact.project}`}`,
    ...fact.includes.map((path) => `  includes ${path}`),
  ];
}

function describeImage(fact: ImageFact): string[] {
  return [`${fact.at.line} image of ${fact.dockerfile} in ${fact.dir}`, ...fact.stages.flatMap(describeStage)];
}

function describeStage(stage: DockerStage): string[] {
  return [
    `  from ${describeTerm(stage.from)}${stage.name === undefined ? '' : ` as ${stage.name}`}`,
    ...env('arg', stage.args).map((text) => `  ${text}`),
    ...env('env', stage.env).map((text) => `  ${text}`),
    ...(stage.workdir === undefined ? [] : [`  workdir ${stage.workdir}`]),
    ...stage.copies.map((copy) => `  ${copy.at.line} copy ${copy.sources.join(' ')} to ${copy.target}${copy.from === undefined ? '' : ` from ${copy.from}`}`),
    ...stage.runs.map((run) => `  ${run.at.line} run ${run.text.replaceAll('\n', '\\n')}`),
    ...(stage.exposes.length === 0 ? [] : [`  exposes ${stage.exposes.join(' ')}`]),
    ...(stage.entrypoint ? [`  entrypoint ${JSON.stringify(stage.entrypoint)}`] : []),
    ...(stage.command ? [`  command ${JSON.stringify(stage.command)}`] : []),
  ];
}

function describePackage(fact: PackageFact): string[] {
  const pairs = (word: string, record: Readonly<Record<string, string>>): string[] =>
    Object.entries(record).map(([key, value]) => `  ${word} ${key}: ${value}`);
  const { line } = fact.at;
  return [
    `${line} package ${fact.name ?? '<unnamed>'} ${fact.version ?? '<no version>'} in ${fact.path}${fact.private ? ', private' : ''}, by ${fact.foundBy}`,
    ...(fact.main === undefined ? [] : [`  main ${fact.main}`]),
    ...(fact.module === undefined ? [] : [`  module ${fact.module}`]),
    ...(fact.source === undefined ? [] : [`  source ${fact.source}`]),
    ...fact.bin.map((file) => `  bin ${file}`),
    ...pairs('export', fact.exports),
    ...pairs('script', fact.scripts),
    ...pairs('dependency', fact.dependencies),
    ...pairs('dev dependency', fact.devDependencies),
    ...fact.workspaces.map((glob) => `  workspace ${glob}`),
  ];
}

function describeProject({ at, name, path, main, targets, produces, foundBy }: ProjectFact): string[] {
  return [
    `${at.line} project ${name ?? '<unnamed>'} in ${path}${produces === null ? '' : `, a ${produces}`}, by ${foundBy}`,
    ...(main === undefined ? [] : [`  main ${main}`]),
    ...Object.entries(targets).map(([key, value]) => `  target ${key}: ${value}`),
  ];
}

function describeEnvFile(fact: EnvFileFact): string[] {
  const of = `${fact.example ? ', example' : ''}${fact.environment === undefined ? '' : `, ${fact.environment}`}`;
  return [`${fact.at.line} env file ${fact.path}${of}`, ...env('set', fact.entries).map((text) => `  ${text}`)];
}
