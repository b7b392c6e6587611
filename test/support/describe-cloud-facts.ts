import type { ChannelPoint, Container, ForwardFact, WiringFact, WorkloadFact } from '../../src/core/workload.js';
import { describeTerm } from '../../src/core/term.js';

/** Lines of the facts that clouds give; called by `describeMoreFacts`. */
export function describeCloudFact(fact: WorkloadFact | WiringFact | ForwardFact): string[] {
  switch (fact.kind) {
    case 'workload':
      return [
        `${fact.at.line} ${fact.platform} ${fact.workloadKind} ${fact.name} of ${fact.stack}`,
        ...fact.containers.flatMap(describeContainer),
        ...fact.hostnames.map((name) => `  hostname ${name}`),
      ];
    case 'wiring': {
      const parts = Object.entries(fact.parts).map(([name, term]) => ` ${name}=${describeTerm(term)}`);
      return [
        `${fact.at.line} ${fact.force} ${fact.role} ${fact.protocol}${parts.join('')}${fact.access === undefined ? '' : ` ${fact.access}`} by ${fact.container}`,
      ];
    }
    case 'forward':
      return [`${fact.at.line} forward ${describePoint(fact.from)} to ${describePoint(fact.to)}`];
  }
}

function describePoint({ technology, name, exchange, key }: ChannelPoint): string {
  const parts = [name && describeTerm(name), key && `key ${describeTerm(key)}`, exchange && `on ${describeTerm(exchange)}`];
  return [technology, ...parts.filter((part) => part !== undefined)].join(' ');
}

function describeContainer({ name, at, code, image, command, env, ports }: Container): string[] {
  const what = code === undefined ? (image === undefined ? '' : ` ${describeTerm(image)}`) : ` from ${code.folder ?? '<elsewhere>'}`;
  return [
    `  ${at.line} container ${name}${what}`,
    ...(code?.handlers ?? []).map(
      (h) =>
        `    ${h.at.line} function ${h.function}${h.name === h.function ? '' : ` named ${h.name}`} ${h.file ?? '-'} ${h.export ?? '-'}${h.open === undefined ? '' : ` open ${h.open.line}`}`,
    ),
    ...(command ? [`    command ${JSON.stringify(command)}`] : []),
    ...env.map((entry) => `    ${entry.at.line} ${entry.name}=${entry.value ? describeTerm(entry.value) : '<none>'}`),
    ...ports.map((port) => `    ${port.at.line} port ${describeTerm(port.container)}`),
  ];
}
