import type { AddressSource } from '../core/graph.js';
import type { UnresolvedReason } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { type Term, describeTerm, literal, template } from '../core/term.js';
import { impliedPort, isLocalHost, pathPattern, readAddress } from './addresses.js';
import { type HostIndex, resolveHost, unitNamedBySetting, unitsOnPort } from './hosts.js';
import type { ServiceModel, Unit } from './model.js';
import { serviceStem, squash } from './names.js';
import type { Environment } from './settings.js';
import { type Filled, HOLE, ORIGIN, TOKEN, fill } from './terms.js';

/** A unit that an address leads to. */
export interface Target {
  readonly unit: Unit;
  readonly certainty: 'declared' | 'inferred';
  readonly address: { readonly kind: AddressSource['kind']; readonly text: string };
  readonly path: string | null;
  readonly evidence: readonly Evidence[];
  readonly when?: string;
}

/** All that an address can be. */
export interface Resolution {
  readonly targets: readonly Target[];
  readonly external: readonly { readonly host: string; readonly evidence: readonly Evidence[]; readonly path: string | null }[];
  /** The service itself or the page's own origin. */
  readonly self: boolean;
  readonly unresolved: readonly { readonly reason: UnresolvedReason; readonly text: string }[];
}

/** Parts of an interaction that say where it goes. */
export interface AddressParts {
  readonly url?: Term;
  readonly host?: Term;
  readonly port?: Term;
  readonly path?: Term;
}

interface Found {
  targets: Target[];
  external: { host: string; evidence: readonly Evidence[]; path: string | null }[];
  self: boolean;
  unresolved: { reason: UnresolvedReason; text: string }[];
}

/** The address a set of parts spells; undefined where none is given. */
export function addressTerm(parts: AddressParts): Term | undefined {
  if (parts.url !== undefined) return parts.url;
  if (parts.host === undefined) return undefined;
  return template([parts.host, ...(parts.port === undefined ? [] : [literal(':'), parts.port]), ...(parts.path === undefined ? [] : [pathTerm(parts.path)])]);
}

function pathTerm(path: Term): Term {
  const head = path.k === 'template' ? path.parts[0] : path;
  return head?.k === 'literal' && head.text.startsWith('/') ? path : template([literal('/'), path]);
}

/**
 * Whose host is that? Every environment and every text the term can be is followed; alternatives add up. A value decides
 * over the name of its setting, which counts only where no value is known, or where a localhost port belongs to nobody.
 */
export function resolveAddress(term: Term, protocol: string, service: ServiceModel, environments: readonly Environment[], index: HostIndex): Resolution {
  const found: Found = { targets: [], external: [], self: false, unresolved: [] };
  for (const environment of environments) {
    for (const filled of fill(term, environment.lookup)) resolveOne(filled, describeTerm(term), protocol, service, environment, index, found);
  }
  const resolved = found.targets.length + found.external.length > 0 || found.self;
  const texts = new Map(found.unresolved.filter((u) => !resolved || u.reason !== 'missing-setting').map((u) => [u.reason, u]));
  return { targets: distinctTargets(found.targets), external: found.external, self: found.self, unresolved: [...texts.values()] };
}

function resolveOne(filled: Filled, shown: string, protocol: string, service: ServiceModel, environment: Environment, index: HostIndex, found: Found): void {
  const { text } = filled;
  if (text.startsWith(ORIGIN) || (/^\/(?!\/)/.test(text) && !text.startsWith(`/${HOLE}`)) || (/^\//.test(text) && service.role === 'frontend')) {
    if (filled.settings.length === 0 || service.role === 'frontend' || text.startsWith(ORIGIN) || !byName(filled, service, environment, index, found)) found.self = true;
    return;
  }
  const parsed = readAddress(text);
  if (parsed.host === null || text === '' || text.startsWith(TOKEN)) {
    if (byName(filled, service, environment, index, found)) return;
    if (text !== '' && !text.includes(HOLE) && /^[\w.*-]*[\s/]/.test(text)) found.self = true;
    else found.unresolved.push({ reason: filled.missing.length > 0 ? 'missing-setting' : whyUnknown(filled), text: shown });
    return;
  }
  const port = parsed.port ?? impliedPort(parsed.scheme) ?? impliedPort(protocol);
  const answer = resolveHost(parsed.host, port, service, environment, index);
  const path = pathPattern(parsed.path);
  const display = `${parsed.scheme === null ? '' : `${parsed.scheme}://`}${parsed.host}${parsed.port === null ? '' : `:${parsed.port}`}`;
  if (answer.kind === 'external') found.external.push({ host: answer.host, evidence: filled.evidence, path });
  else if (answer.kind === 'unit') {
    if (answer.unit.kind === 'service' && answer.unit.service === service) found.self = true;
    else found.targets.push(target(answer.unit, answer.certainty, filled, display, path, [...filled.evidence, ...answer.evidence], environment));
  } else if (isLocalHost(parsed.host)) localWithoutOwner(filled, shown, port, path, display, answer.several, service, environment, index, found);
  else if (!answer.several && knownOnlyByExample(filled) && byName(filled, service, environment, index, found)) return;
  else found.unresolved.push({ reason: answer.several ? 'ambiguous' : 'unknown-host', text: `${shown} (${parsed.host})` });
}

function knownOnlyByExample(filled: Filled): boolean {
  return filled.via === 'fallback';
}

function localWithoutOwner(filled: Filled, shown: string, port: number | null, path: string | null, display: string, several: boolean, service: ServiceModel, environment: Environment, index: HostIndex, found: Found): void {
  if (several && port !== null) {
    const fitting = unitsOnPort(port, index).filter((u) => nameFits(u, filled.settings, path));
    const [unit] = fitting;
    if (unit !== undefined && fitting.length === 1) {
      if (unit.kind === 'service' && unit.service === service) found.self = true;
      else found.targets.push(target(unit, 'inferred', filled, display, path, filled.evidence, environment));
      return;
    }
  }
  if (byName(filled, service, environment, index, found, path, display)) return;
  found.unresolved.push({ reason: several ? 'ambiguous' : 'unknown-host', text: `${shown} (${display})` });
}

function nameFits(unit: Unit, settings: readonly string[], path: string | null): boolean {
  const names = unit.kind === 'service' ? [unit.service.name, ...unit.service.aliases] : [unit.server.name];
  const words = [...settings.map(squash), ...(path ?? '').split('/').map(squash)].filter((w) => w.length > 1);
  return names.some((n) => words.some((w) => serviceStem(n).length > 2 && (w.startsWith(serviceStem(n)) || w.includes(serviceStem(n)))));
}

function byName(filled: Filled, service: ServiceModel, environment: Environment, index: HostIndex, found: Found, path: string | null = null, display?: string): boolean {
  for (const setting of [...filled.settings].reverse()) {
    const unit = unitNamedBySetting(setting, service, index);
    if (unit === undefined) continue;
    const tail = filled.text.slice(filled.text.lastIndexOf(HOLE) + 1);
    const rest = path ?? (filled.text.includes(HOLE) && tail.includes('/') ? pathPattern(tail.slice(tail.indexOf('/'))) : null);
    found.targets.push({ ...target(unit, 'inferred', filled, display ?? `\${${setting}}`, rest, filled.evidence, environment), address: { kind: display === undefined ? 'setting' : addressKind(filled), text: display ?? `\${${setting}}` } });
    return true;
  }
  return false;
}

function target(unit: Unit, certainty: 'declared' | 'inferred', filled: Filled, text: string, path: string | null, evidence: readonly Evidence[], environment: Environment): Target {
  return { unit, certainty, address: { kind: addressKind(filled), text }, path, evidence, ...(environment.when === undefined ? {} : { when: environment.when }) };
}

function addressKind(filled: Filled): AddressSource['kind'] {
  return filled.via;
}

/** The reason of an unresolved row for a text that is not known. */
export function whyUnknown(filled: Filled): UnresolvedReason {
  if (filled.why === 'too-many') return 'too-many';
  if (filled.why === 'absent-code') return 'absent-code';
  return filled.missing.length > 0 ? 'missing-setting' : 'dynamic-target';
}

function distinctTargets(targets: readonly Target[]): Target[] {
  const seen = new Map<string, Target>();
  for (const t of targets) {
    const key = [t.unit.kind === 'service' ? t.unit.service.id : t.unit.server.key, t.certainty, t.address.kind, t.address.text, t.path ?? '', t.when ?? ''].join('\n');
    if (!seen.has(key)) seen.set(key, t);
  }
  return [...seen.values()];
}
