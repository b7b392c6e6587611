import type { Container, HostFact } from '../core/workload.js';
import { selects } from './aliases.js';
import type { Instance, RunUnit } from './model.js';
import { type Lookup, fill, isKnown } from './terms.js';

/** A name or fixed address under which others reach a running container, with the ports that lead to it there as far as they are known. */
export interface RunName {
  readonly name: string;
  readonly ports: readonly number[];
  /** A name of another container, whose network it is in. */
  readonly borrowed?: boolean;
}

/** Ports that a container answers on: those its manifest says, and `listens`, which its program is known to listen on. `lookup` says what variables mean. */
export function portsOfRun(run: RunUnit, listens: readonly number[], lookup: Lookup): number[] {
  return [...new Set([...innerPorts(run.container, lookup), ...listens])];
}

/** All names of a running container with these ports. `lender`: whose network it uses. */
export function namesOfRun(run: RunUnit, inner: readonly number[], hosts: readonly HostFact[], lender: Instance | undefined): RunName[] {
  const { workload } = run.instance;
  const own = [workload.name, ...workload.hostnames, ...(run.container.hostnames ?? []), ...(workload.addresses ?? [])];
  const lent = lender === undefined ? [] : [lender.workload.name, ...lender.workload.hostnames, ...(lender.workload.addresses ?? [])];
  return [
    ...own.map((name) => ({ name, ports: inner })),
    ...lent.map((name) => ({ name, ports: inner, borrowed: true })),
    ...hosts.filter((h) => selects(h, run.instance)).flatMap((host) => namesByService(host, run, inner)),
  ];
}

/** Of a pod with several containers only those have a Service's name that its ports lead to. */
function namesByService(host: HostFact, run: RunUnit, inner: readonly number[]): RunName[] {
  const named = new Set(run.container.ports.flatMap((p) => p.name ?? []));
  const ports = host.ports.filter((p) => leadsTo(p, inner, named)).map((p) => p.port);
  const siblings = run.instance.workload.containers.filter((c) => c !== run.container && !c.init);
  const elsewhere = siblings.some((c) => {
    const names = new Set(c.ports.flatMap((p) => p.name ?? []));
    return host.ports.some((p) =>
      leadsTo(
        p,
        innerPorts(c, () => []),
        names,
      ),
    );
  });
  if (ports.length === 0 && elsewhere) return [];
  return [host.name, ...(host.address === undefined ? [] : [host.address])].map((name) => ({ name, ports }));
}

function leadsTo({ port, target }: HostFact['ports'][number], inner: readonly number[], named: ReadonlySet<string>): boolean {
  return target === undefined ? inner.includes(port) : inner.includes(Number(target)) || named.has(target);
}

function innerPorts(container: Container, lookup: Lookup): number[] {
  return container.ports.flatMap((p) =>
    fill(p.container, lookup)
      .filter(isKnown)
      .flatMap((f) => (/^\d{1,5}$/.test(f.text) ? [Number(f.text)] : [])),
  );
}

/** The instance whose network another one uses; undefined for its own. */
export function lenderOf(instance: Instance, instances: readonly Instance[]): Instance | undefined {
  const { networkOf } = instance.workload;
  if (networkOf === undefined) return undefined;
  const beside = instances.filter((i) => i.environment === instance.environment && i !== instance);
  return beside.find((i) => i.workload.name === networkOf) ?? beside.find((i) => i.workload.hostnames.includes(networkOf));
}
