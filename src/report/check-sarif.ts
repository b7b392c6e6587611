import { gzipSync } from 'node:zlib';
import type { Location } from '../core/location.js';
import type { Finding, Report } from '../core/report.js';
import type { RenderOptions } from './options.js';
import { checkoutPath } from './shape/checkout-path.js';
import { type ProofRow, prover } from './shape/blocks.js';
import { jsonText, sarifText, uri } from './shape/escape.js';
import { rulesInUse } from './shape/rule-list.js';
import { noteKinds, type SarifNote, sarifNotes, sarifNotification } from './shape/sarif-notes.js';
import { sarifLevel, sarifRule } from './shape/sarif-rules.js';
import { byteLength } from './shape/sections.js';
import { type StandingFinding, standings } from './shape/standing.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * What GitHub accepts of one upload (docs.github.com, "SARIF results exceed limits"): 25,000 results in a run, and 10 MB when compressed; it shows the
 * first 100 locations and 1,000 thread flow locations of a result.
 */
const limits = { results: 25_000, compressed: 10_000_000, locations: 100, steps: 1000 } as const;

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const root = '%SRCROOT%';

/**
 * SARIF 2.1.0, the gravest first: chains and cycles as code flows, other lines as related locations, fingerprints without lines, suppressions, the state
 * against a baseline; what was skipped, unresolved or cut stands among the notifications. File names are URIs relative to the checkout.
 */
export function renderCheckSarif(report: Report, options: RenderOptions): string {
  const items = standings(report);
  let kept = items.slice(0, limits.results);
  let text = log(report, kept, items, options);
  while (kept.length > 0 && byteLength(text) > limits.compressed) {
    const size = gzipSync(text).length;
    if (size <= limits.compressed) break;
    kept = kept.slice(0, Math.floor(kept.length * Math.min(0.9, (0.95 * limits.compressed) / size)));
    text = log(report, kept, items, options);
  }
  return text;
}

function log(report: Report, kept: readonly StandingFinding[], all: readonly StandingFinding[], options: RenderOptions): string {
  const rules = rulesInUse(report, new Set(kept.map(({ finding }) => finding.ruleId)), options.severities);
  const ruleIndex = new Map(rules.map((rule, index) => [rule.id, index]));
  const places = placesOf(options.prefix ?? '');
  const prove = prover(report);
  const notes = [...sarifNotes(report), ...cuts(kept, all)];
  const kinds = noteKinds(notes);
  return jsonText({
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'archlint',
            version: report.toolVersion,
            semanticVersion: report.toolVersion,
            rules: rules.map(sarifRule),
            notifications: kinds,
          },
        },
        automationDetails: { id: 'archlint/' },
        originalUriBaseIds: { [root]: { description: { text: 'The root of the checkout.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notes.map((note) => sarifNotification(note, kinds, places.plain)) }],
        results: kept.map((item) => result(item, prove(item.finding), ruleIndex.get(item.finding.ruleId), places)),
      },
    ],
  });
}

interface Places {
  readonly plain: (location: Location) => Json;
  /** With what the line shows. */
  readonly proof: (row: ProofRow) => Json;
}

function placesOf(prefix: string): Places {
  const plain = ({ file, line }: Location): Json => ({
    physicalLocation: { artifactLocation: { uri: uri(checkoutPath(prefix, file)), uriBaseId: root }, region: { startLine: line } },
  });
  const proof = (row: ProofRow): Json => {
    const text = [row.label, row.text].filter((part) => part !== '').join(': ');
    return { ...plain(row), ...(text === '' ? {} : { message: { text: sarifText(text) } }) };
  };
  return { plain, proof };
}

function result({ finding, standing }: StandingFinding, rows: readonly ProofRow[], ruleIndex: number | undefined, places: Places): Json {
  const [first, ...others] = rows.slice(0, limits.locations);
  const related = others.map((row, i) => ({ id: i + 1, ...places.proof(row) }));
  const state = ({ new: 'new', unchanged: 'unchanged', fixed: 'absent' } as Readonly<Record<string, string>>)[standing];
  const { ruleId, messageId, services, nodes, path, fingerprint } = finding;
  return {
    ruleId,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: sarifLevel(finding.severity),
    message: { text: sarifText(/[.!?]$/.test(finding.message) ? finding.message : `${finding.message}.`) },
    locations: first === undefined ? [] : [places.proof(first)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(isFlow(finding) ? { codeFlows: [{ threadFlows: [{ locations: rows.slice(0, limits.steps).map((row) => step(row, places)) }] }] } : {}),
    partialFingerprints: { 'archlintFingerprint/v1': fingerprint },
    ...(state === undefined ? {} : { baselineState: state }),
    ...(standing === 'suppressed' ? { suppressions: [suppression(finding, places)] } : {}),
    properties: { messageId, services, nodes, ...(path === null ? {} : { path }) },
  };
}

/** Whether the lines of a finding are the hops of its path. */
function isFlow({ path, locations }: Finding): boolean {
  return path !== null && path.length > 1 && (locations.length === path.length - 1 || locations.length === path.length);
}

const step = (row: ProofRow, places: Places): Json => ({ location: places.proof(row), importance: 'essential' });

function suppression({ suppressedBy }: Finding, places: Places): Json {
  const { kind, reason, at } = suppressedBy ?? {};
  return {
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    ...(reason === undefined ? {} : { justification: reason }),
    ...(at === undefined ? {} : { location: places.plain(at) }),
  };
}

/** Says what the limits leave out. */
function cuts(kept: readonly StandingFinding[], all: readonly StandingFinding[]): readonly SarifNote[] {
  const longer = kept.filter(({ finding }) => finding.locations.length > limits.locations).length;
  const note = (id: string, text: string): SarifNote => ({ id, level: 'warning', text, locations: [] });
  return [
    ...(kept.length < all.length ? [note('limit/results', `${all.length - kept.length} of ${all.length} findings are left out: GitHub accepts no more.`)] : []),
    ...(longer > 0 ? [note('limit/locations', `${longer} findings have more lines than the ${limits.locations} that stand here.`)] : []),
  ];
}
