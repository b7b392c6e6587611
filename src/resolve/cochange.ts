import type { ChangeSet, CoChange, History, HistoryEvidence } from '../core/history.js';
import { compareText } from '../core/location.js';
import type { ServiceModel } from './model.js';
import { isUnder } from './paths.js';
import { benjaminiHochberg, fisherExact } from './significance.js';

/** Pairs below this many shared changes are not kept: nobody would call them coupled. */
const minShared = 3;
const maxExamples = 3;
/** A change of more than this share of all services, and of more than two, is a sweep. */
const sweepShare = 0.5;

/**
 * Which services change together, and how surprising it is. A change counts for the service with the deepest folder around a file; files outside every
 * service's folder count for none, yet their changes belong to the total. Services of one folder, or one inside the other, are no pair: they are one
 * code base. Changes of more than half of the services (and more than two) are
 * sweeps and left out, and so are `releases` (repository and hash), which are evidence of another kind.
 */
export function historyEvidence(history: History, services: readonly ServiceModel[], releases: ReadonlySet<string> = new Set()): HistoryEvidence {
  const folders = foldersOf(services);
  const touched: Touch[] = [];
  let sweeps = 0;
  let released = 0;
  for (const change of history.changes) {
    if (releases.has(`${change.repository} ${change.commit}`)) {
      released += 1;
      continue;
    }
    const files = filesByFolder(change, folders);
    if (files.size > Math.max(2, folders.size * sweepShare)) sweeps += 1;
    else touched.push({ change, files });
  }
  return {
    coChanges: pairsOf(touched, folders),
    changes: touched.length,
    commits: history.commits,
    leftOut: {
      ...history.leftOut,
      ...(sweeps === 0 ? {} : { sweep: sweeps }),
      ...(released === 0 ? {} : { release: (history.leftOut.release ?? 0) + released }),
    },
    shallow: history.shallow,
    months: history.months,
  };
}

interface Touch {
  readonly change: ChangeSet;
  /** Folder of a service to the files it touches there. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** Folders that hold exactly one service's code. Two deployables of one folder change together by nature and are left out. */
function foldersOf(services: readonly ServiceModel[]): ReadonlyMap<string, ServiceModel> {
  const folders = new Map<string, ServiceModel | null>();
  for (const service of services) if (service.path !== null) folders.set(service.path, folders.has(service.path) ? null : service);
  return new Map([...folders].flatMap(([path, service]) => (service === null ? [] : [[path, service] as const])));
}

function filesByFolder(change: ChangeSet, folders: ReadonlyMap<string, ServiceModel>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of change.files) {
    const folder = folderAround(file, folders);
    if (folder === undefined) continue;
    const files = found.get(folder);
    if (files) files.push(file);
    else found.set(folder, [file]);
  }
  return found;
}

function folderAround(file: string, folders: ReadonlyMap<string, ServiceModel>): string | undefined {
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
    const folder = file.slice(0, end);
    if (folders.has(folder)) return folder;
  }
  return folders.has('.') ? '.' : undefined;
}

interface Pair {
  readonly folders: readonly [string, string];
  readonly touches: Touch[];
}

function pairsOf(touched: readonly Touch[], folders: ReadonlyMap<string, ServiceModel>): CoChange[] {
  const changes = new Map<string, number>();
  const pairs = new Map<string, Pair>();
  for (const touch of touched) {
    const names = [...touch.files.keys()].sort(compareText);
    for (const name of names) changes.set(name, (changes.get(name) ?? 0) + 1);
    for (const [i, first] of names.entries())
      for (const second of names.slice(i + 1)) {
        if (nested(first, second)) continue;
        const key = `${first}\n${second}`;
        const pair = pairs.get(key);
        if (pair) pair.touches.push(touch);
        else pairs.set(key, { folders: [first, second], touches: [touch] });
      }
  }
  const kept = [...pairs.values()].filter((p) => p.touches.length >= minShared);
  const count = (folder: string): number => changes.get(folder) ?? 0;
  const values = kept.map(({ folders: [a, b], touches }) => fisherExact(touches.length, count(a), count(b), touched.length));
  const adjusted = benjaminiHochberg(values, (changes.size * (changes.size - 1)) / 2);
  return kept
    .flatMap((pair, i) => coChange(pair, { count, total: touched.length, p: adjusted[i] ?? 1, folders }))
    .sort((x, y) => compareText(x.a, y.a) || compareText(x.b, y.b));
}

const nested = (a: string, b: string): boolean => a === '.' || b === '.' || isUnder(a, b) || isUnder(b, a);

interface Counts {
  readonly count: (folder: string) => number;
  readonly total: number;
  readonly p: number;
  readonly folders: ReadonlyMap<string, ServiceModel>;
}

function coChange(pair: Pair, counts: Counts): CoChange[] {
  const [one, other] = pair.folders;
  const [first, second] = [counts.folders.get(one), counts.folders.get(other)];
  if (first === undefined || second === undefined) return [];
  const [a, b] = compareText(first.id, second.id) < 0 ? [one, other] : [other, one];
  const shared = pair.touches.length;
  const [ofA, ofB] = [counts.count(a), counts.count(b)];
  return [
    {
      a: counts.folders.get(a)?.id ?? first.id,
      b: counts.folders.get(b)?.id ?? second.id,
      shared,
      changesOfA: ofA,
      changesOfB: ofB,
      changes: counts.total,
      confidence: rounded(shared / Math.min(ofA, ofB)),
      lift: rounded((shared * counts.total) / (ofA * ofB)),
      p: significantDigits(counts.p),
      examples: pair.touches.slice(0, maxExamples).map(({ change }) => ({ commit: change.commit, subject: change.subject.slice(0, 120) })),
      fileOfA: mostTouched(pair.touches, a),
      fileOfB: mostTouched(pair.touches, b),
      repository: pair.touches[0]?.change.repository ?? '.',
    },
  ];
}

function mostTouched(touches: readonly Touch[], folder: string): string {
  const counts = new Map<string, number>();
  for (const { files } of touches) for (const file of files.get(folder) ?? []) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].sort(([x, m], [y, n]) => n - m || compareText(x, y))[0]?.[0] ?? folder;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
const significantDigits = (value: number): number => Number(value.toPrecision(2));
