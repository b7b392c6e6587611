import type { Edge } from '../../core/graph.js';
import type { Location } from '../../core/location.js';
import type { Finding, Report } from '../../core/report.js';
import { groupBy } from './group-by.js';
import { edgeEvidence } from './highlight.js';
import { titlesOf } from './names.js';

/** Findings of one cause, shown together. */
export interface FindingBlock {
  readonly findings: readonly [Finding, ...Finding[]];
  readonly rows: readonly ProofRow[];
}

/** One line of proof: whose it is, where it stands, what it shows. */
export interface ProofRow extends Location {
  readonly finding: Finding;
  readonly label: string;
  readonly text: string;
  /** Which kind of evidence of its finding it belongs to, from 0. */
  readonly part: number;
}

/** Gives the lines of proof of one finding after another, one for each of its locations and in their order. */
export function prover(report: Report): (finding: Finding) => readonly ProofRow[] {
  const labels = labelMaker(report);
  return (finding) => proof(finding, labels);
}

/** Groups findings by cause, in the order of each group's first finding; a finding without a cause stands alone. */
export function blocksOf(report: Report, findings: readonly Finding[]): readonly FindingBlock[] {
  const prove = prover(report);
  const groups = new Map<string | Finding, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = finding.cause ?? finding;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].map((group) => ({ findings: group, rows: distinct(group.map(prove)) }));
}

/** The first lines of a block, at most `limit`: each of its findings, and each kind of evidence, shows one before any shows a second. Lines keep their order. */
export function leadingRows(block: FindingBlock, limit: number): readonly ProofRow[] {
  if (block.rows.length <= limit) return block.rows;
  const lists = [...groupBy(block.rows, (row) => row.finding).values()].flatMap((rows) => [...groupBy(rows, (row) => row.part).values()]);
  const chosen = new Set<ProofRow>();
  for (let turn = 0; chosen.size < limit; turn += 1) {
    for (const list of lists) {
      const row = list[turn];
      if (row && chosen.size < limit) chosen.add(row);
    }
  }
  return block.rows.filter((row) => chosen.has(row));
}

type LabelMaker = (location: Location, finding: Finding) => { readonly label: string; readonly text: string };

function proof(finding: Finding, labels: LabelMaker): readonly ProofRow[] {
  let part = 0;
  let last = '';
  return finding.locations.map((location, i) => {
    const seen = labels(location, finding);
    const label = hop(finding, i) ?? seen.label;
    const note = splitNote(finding.notes?.[i] ?? '', finding, label);
    const named = note.of !== '' && (label === '' || tellsKinds(finding));
    if (note.of !== last && beginsPart(finding, note.of) && i > 0) part += 1;
    last = note.of;
    return {
      finding,
      part,
      file: location.file,
      line: location.line,
      label: named ? note.of : label,
      text: note.text === '' && !named ? seen.text : note.text,
    };
  });
}

/** A note `orders: INSERT …` or `orders (owner): …` says whose line it is in its first words: they are the label, or repeat it. */
function splitNote(note: string, finding: Finding, label: string): { readonly of: string; readonly text: string } {
  const colon = note.indexOf(': ');
  const of = colon < 0 ? note : note.slice(0, colon);
  const known = finding.services.includes(of.replace(/ \(\w+\)$/, '')) || of === label || tellsKinds(finding);
  return known ? { of, text: colon < 0 ? '' : note.slice(colon + 2) } : { of: '', text: note };
}

/** Whether a finding tells kinds of evidence apart (`data.kinds`): then each of its notes says first what it speaks of. */
const tellsKinds = ({ data }: Finding): boolean => Object.hasOwn(data, 'kinds');

/** Whether a note's first words are a kind of evidence, or what stands beside all kinds, and no service's. */
function beginsPart(finding: Finding, of: string): boolean {
  return of !== '' && tellsKinds(finding) && !finding.services.includes(of);
}

/** `orders → stock` for the i-th hop of a finding with one location per hop; undefined for others. */
function hop(finding: Finding, index: number): string | undefined {
  const path = finding.path;
  if (path === null || path.length < 2) return undefined;
  const closed = path.length === finding.locations.length;
  if (!closed && path.length !== finding.locations.length + 1) return undefined;
  const to = path[index + 1] ?? (closed ? path[0] : undefined);
  return to === undefined ? undefined : `${path[index]} → ${to}`;
}

/** Which edge or release a line belongs to: the edge whose ends the finding names, best match first. */
function labelMaker(report: Report): LabelMaker {
  const title = titlesOf(report.graph);
  const names = new Map(report.graph.nodes.map((node) => [node.id, node.name]));
  const byLine = new Map<string, { edge: Edge; text: string }[]>();
  for (const edge of report.graph.edges) {
    for (const evidence of edgeEvidence(edge)) {
      const list = byLine.get(lineKey(evidence));
      if (list) list.push({ edge, text: evidence.text });
      else byLine.set(lineKey(evidence), [{ edge, text: evidence.text }]);
    }
  }
  const releases = new Map(
    report.graph.releases.flatMap((set) => set.evidence.map((evidence) => [lineKey(evidence), { label: set.evidenceKind, text: evidence.text }] as const)),
  );
  return (location, finding) => {
    const score = (id: string, weight: number): number =>
      finding.nodes.includes(id) ? 2 * weight : finding.services.includes(names.get(id) ?? '') ? weight : 0;
    let best: { edge: Edge; text: string } | undefined;
    let bestScore = 1;
    for (const candidate of byLine.get(lineKey(location)) ?? []) {
      const points = score(candidate.edge.from, 1) + score(candidate.edge.to, 2);
      if (points > bestScore) [best, bestScore] = [candidate, points];
    }
    if (best) return { label: `${title(best.edge.from)} → ${title(best.edge.to)}`, text: best.text };
    return releases.get(lineKey(location)) ?? { label: '', text: '' };
  };
}

const lineKey = (location: Location): string => `${location.line}:${location.file}`;

/** Each line once: it stands with the first finding that names it. */
function distinct(proofs: readonly (readonly ProofRow[])[]): readonly ProofRow[] {
  const seen = new Set<string>();
  return proofs.flat().filter((row) => {
    const key = lineKey(row);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
