import type { AddressSource } from '../core/graph.js';
import type { UnresolvedReason } from '../core/interaction.js';
import { type Evidence, compareText } from '../core/location.js';
import { type Term, describeTerm, literal, template } from '../core/term.js';
import { impliedPort, isLocalHost, pathPattern, readAddress } from './addresses.js';
import { resolveHost, unitNamedBySetting } from './hosts.js';
import { unitsOnPort } from './local-ports.js';
import type { HostIndex } from './host-index.js';
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
  /** Paths asked of itself. */
  readonly ownPaths?: readonly string[];
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
  ownPaths: string[];
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
  const found: Found = { targets: [], external: [], self: false, ownPaths: [], unresolved: [] };
  for (const environment of environments) {
    const asking: Asking = { service, environment, environments, index, protocol, shown: describeTerm(term), found };
    for (const filled of fill(term, environment.lookup)) resolveOne(filled, asking);
  }
  const resolved = found.targets.length + found.external.length > 0 || found.self;
  const texts = new Map(found.unresolved.filter((u) => !resolved || u.reason !== 'missing-setting').map((u) => [u.reason, u]));
  return {
    targets: distinctTargets(found.targets),
    external: found.external,
    self: found.self,
    ownPaths: [...new Set(found.ownPaths)],
    unresolved: [...texts.values()],
  };
}

/** Who asks, where, and the answers so far. */
interface Asking {
  readonly service: ServiceModel;
  readonly environment: Environment;
  /** All of the service's: a value in one of them decides over a name in another. */
  readonly environments: readonly Environment[];
  readonly index: HostIndex;
  readonly protocol: string;
  /** The term as it is shown in unresolved rows. */
  readonly shown: string;
  readonly found: Found;
}

/** An address with a host, as it was spelled. */
interface Spelled {
  readonly filled: Filled;
  readonly host: string;
  readonly port: number | null;
  readonly path: string | null;
  readonly display: string;
}

function resolveOne(filled: Filled, asking: Asking): void {
  const { found, protocol } = asking;
  if (isOwnOrigin(filled, asking)) {
    found.self = true;
    const path = pathPattern(readAddress(filled.text).path);
    if (path !== null) found.ownPaths.push(path);
    return;
  }
  const parsed = readAddress(filled.text);
  if (parsed.host === null || parsed.host === '' || filled.text.startsWith(TOKEN)) {
    if (!byName(filled, asking)) found.unresolved.push({ reason: whyUnknown(filled), text: asking.shown });
    return;
  }
  const display = `${parsed.scheme === null ? '' : `${parsed.scheme}://`}${parsed.host}${parsed.port === null ? '' : `:${parsed.port}`}`;
  const port = parsed.port ?? impliedPort(parsed.scheme) ?? impliedPort(protocol);
  resolveSpelled({ filled, host: parsed.host, port, path: pathPattern(parsed.path), display }, asking);
}

/** Relative URLs of browser code; elsewhere only where no setting stands before the path. */
function isOwnOrigin(filled: Filled, asking: Asking): boolean {
  const { text, settings } = filled;
  const browser = asking.service.role === 'frontend';
  if (text.startsWith(ORIGIN)) return true;
  if (browser && asking.protocol === 'http' && /^[\w.-]+\/[^:]*$/.test(text)) return true;
  return /^\/(?!\/)/.test(text) && (browser || (settings.length === 0 && !text.startsWith(`/${HOLE}`)));
}

function resolveSpelled(spelled: Spelled, asking: Asking): void {
  const { filled, host, port, path } = spelled;
  const { service, environment, index, found } = asking;
  const answer = resolveHost(host, port, service, environment, index);
  if (answer.kind === 'external') found.external.push({ host: answer.host, evidence: filled.evidence, path });
  else if (answer.kind === 'unit') addUnit(answer.unit, answer.certainty, spelled, answer.evidence, asking);
  else if (isLocalHost(host)) localWithoutOwner(spelled, answer.several, asking);
  else if (answer.several || filled.via !== 'fallback' || !byName(filled, asking))
    found.unresolved.push({ reason: answer.several ? 'ambiguous' : 'unknown-host', text: `${asking.shown} (${host})` });
}

function addUnit(unit: Unit, certainty: 'declared' | 'inferred', spelled: Spelled, evidence: readonly Evidence[], asking: Asking): void {
  const { filled, display, path } = spelled;
  if (unit.kind === 'service' && unit.service === asking.service) {
    asking.found.self = true;
    if (path !== null) asking.found.ownPaths.push(path);
  } else asking.found.targets.push({ ...target(unit, certainty, filled, display, asking), path, evidence: [...filled.evidence, ...evidence] });
}

/** A localhost port that nobody or several own: told by path or setting, as a guess. */
function localWithoutOwner(spelled: Spelled, several: boolean, asking: Asking): void {
  const { filled, port, path, display } = spelled;
  const fitting = several && port !== null ? unitsOnPort(port, asking.index).filter((u) => nameFits(u, filled.settings, path)) : [];
  const [unit] = fitting;
  if (unit !== undefined && fitting.length === 1) addUnit(unit, 'inferred', spelled, [], asking);
  else if (!byName(filled, asking, spelled))
    asking.found.unresolved.push({ reason: several ? 'ambiguous' : 'unknown-host', text: `${asking.shown} (${display})` });
}

function nameFits(unit: Unit, settings: readonly string[], path: string | null): boolean {
  const names = unit.kind === 'service' ? [unit.service.name, ...unit.service.aliases] : [unit.server.name];
  const words = [...settings.map(squash), ...(path ?? '').split('/').map(squash)].filter((w) => w.length > 1);
  return names.some((n) => words.some((w) => serviceStem(n).length > 2 && (w.startsWith(serviceStem(n)) || w.includes(serviceStem(n)))));
}

/** The unit that the name of the last setting read means, as a guess. */
function byName(filled: Filled, asking: Asking, spelled?: Spelled): boolean {
  for (const setting of [...filled.settings].reverse()) {
    const unit = unitNamedBySetting(setting, asking.service, asking.index);
    if (unit === undefined) continue;
    if (
      spelled === undefined &&
      asking.environments.some((e) => e !== asking.environment && e.lookup(setting).some((v) => v.term.k === 'literal' && v.term.text !== ''))
    )
      return false;
    const shown = target(unit, 'inferred', filled, spelled?.display ?? `\${${setting}}`, asking);
    const address = spelled === undefined ? { ...shown.address, kind: 'setting' as const } : shown.address;
    asking.found.targets.push({ ...shown, address, path: spelled?.path ?? pathAfterHole(filled.text) });
    return true;
  }
  return false;
}

/** The path that follows an unknown host. */
function pathAfterHole(text: string): string | null {
  const tail = text.slice(text.lastIndexOf(HOLE) + 1);
  return text.includes(HOLE) && tail.includes('/') ? pathPattern(tail.slice(tail.indexOf('/'))) : null;
}

function target(unit: Unit, certainty: 'declared' | 'inferred', filled: Filled, text: string, asking: Asking): Target {
  const when = asking.environment.when ?? onlyWhen(unit);
  return { unit, certainty, address: { kind: filled.via, text }, path: null, evidence: filled.evidence, ...(when === undefined ? {} : { when }) };
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
    const key = [
      t.unit.kind === 'service' ? t.unit.service.id : t.unit.server.key,
      t.certainty,
      t.address.kind,
      t.address.text,
      t.path ?? '',
      t.when ?? '',
    ].join('\n');
    if (!seen.has(key)) seen.set(key, t);
  }
  return [...seen.values()];
}

/** The option that alone deploys a unit; undefined for one that is deployed without, or that nothing deploys. */
function onlyWhen(unit: Unit): string | undefined {
  const runs = unit.kind === 'service' ? unit.service.units : unit.server.units;
  const options = runs.flatMap((run) => run.instance.when ?? []);
  return runs.length > 0 && options.length === runs.length ? [...new Set(options)].sort(compareText).join(', ') : undefined;
}
