import type { Container, WorkloadFact } from '../../../core/workload.js';
import { describeTerm } from '../../../core/term.js';

/** Host names may hold variables of the container. */
const host = String.raw`["']?([A-Za-z0-9$\{(][\w.$\{\}()-]{0,200})["']?`;
const waits: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:nslookup|host|getent\s+hosts|dig|ping(?:\s+-\S+(?:\s+\d+)?)*)\s+(?:-\S+\s+)*${host}`, 'g'),
  new RegExp(String.raw`\b(?:nc|ncat|netcat|telnet)\s+(?:-\S+\s+(?:\d+\s+)?)*${host}[\s:]+["']?[\d$]`, 'g'),
  new RegExp(String.raw`\bwait-?for(?:-it|-port|4x)?(?:\.sh)?\s+(?:(?:-[tq]|--timeout)(?:[= ]\d+)?\s+)*(?:(?:-h|--host)[= ])?${host}`, 'g'),
  new RegExp(String.raw`(?:-wait|--wait)[= ](?:\w+:\/\/)${host}`, 'g'),
  new RegExp(String.raw`\b(?:pg_isready|redis-cli|mysqladmin|mysql|psql|mongo|mongosh|valkey-cli)\b[^\n;|&]{0,120}?(?:-h\s*|--host[= ])${host}`, 'g'),
  new RegExp(`/dev/tcp/${host}/`, 'g'),
];
/** Only in a loop: a single request may fetch a file. */
const requests = new RegExp(String.raw`\b(?:curl|wget)\b[^\n;|&]{0,200}?https?:\/\/${host}`, 'g');
const waitImages = /(?:k8s-wait-for|kubernetes-wait|wait-for)(?::|@|$)/;

/**
 * Hosts that init containers wait for: `until nslookup db`, `nc -z db 5432`, wait-for-it, dockerize, pg_isready, a request in a loop, and the images that
 * take `service <name>` as arguments. Variables are filled in from the container's own environment; hosts that stay unknown are left out.
 */
export function waitedFor(containers: readonly Container[]): WorkloadFact['startsAfter'] {
  const found = new Map<string, { target: string; at: Container['at'] }>();
  for (const container of containers.filter((c) => c.init)) {
    for (const target of targetsOf(container)) if (!found.has(target)) found.set(target, { target, at: container.at });
  }
  return [...found.values()];
}

function targetsOf(container: Container): string[] {
  const words = [...(container.entrypoint ?? []), ...(container.command ?? [])];
  const image = container.image ? describeTerm(container.image) : '';
  const last = container.command?.at(-1);
  if (waitImages.test(image) && last !== undefined && /^(?:service|pod|pod-w|pod-wr|pod-we|job|job-w|job-we)$/.test(container.command?.at(-2) ?? ''))
    return [last];
  const text = words.join(' ').slice(0, 10_000);
  const patterns = /\b(?:until|while|for)\b|\bwait/.test(text) ? [...waits, requests] : waits;
  const targets: string[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const target = hostIn(fill(match[1] ?? '', container));
      if (target !== undefined) targets.push(target);
    }
  }
  return targets;
}

function fill(text: string, container: Container): string {
  return text.replace(/\$\{?\(?([A-Za-z_]\w*)\)?\}?/g, (whole, name: string) => {
    const value = container.env.find((e) => e.name === name)?.value;
    return value?.k === 'literal' ? value.text : whole;
  });
}

function hostIn(text: string): string | undefined {
  const name = text.replace(/^\w+:\/\//, '').split(/[:/]/)[0] ?? '';
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) || /^[\d.]+$/.test(name) || name === 'localhost') return undefined;
  return /^kubernetes(?:\.default)?(?:\.svc.*)?$/.test(name) ? undefined : name;
}
