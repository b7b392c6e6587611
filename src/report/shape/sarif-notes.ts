import type { Diagnostic } from '../../core/extraction.js';
import type { UnresolvedRow } from '../../core/graph.js';
import type { HistoryEvidence } from '../../core/history.js';
import { compareLocations, compareText, type Location } from '../../core/location.js';
import type { Report } from '../../core/report.js';
import { sarifText } from './escape.js';
import { groupBy } from './group-by.js';
import { count } from './layout.js';
import { historyText, reasonText, skipReasonText } from './words.js';

/** Something that archlint says about its own run. */
export interface SarifNote {
  /** `file/too-large`, `unresolved/missing-setting`, `limit/results`. */
  readonly id: string;
  readonly level: 'warning' | 'note';
  readonly text: string;
  readonly locations: readonly Location[];
}

const maxLocations = 100;
const maxFiles = 1000;
/** Reasons that cost a file which could matter. */
const losses: readonly Diagnostic['reason'][] = ['unparsable', 'unreadable', 'too-many-files'];

/** What was skipped or failed, by file, and what stayed unresolved, by reason. */
export function sarifNotes(report: Report): readonly SarifNote[] {
  const { diagnostics, skipped } = report.files;
  const { history } = report.graph;
  const sorted = diagnostics.toSorted((a, b) => compareLocations(a, b) || compareText(a.message, b.message));
  const left = sorted.length - maxFiles;
  return [
    ...Object.entries(skipped)
      .filter(([, amount]) => amount > 0)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(
        ([reason, amount]): SarifNote => ({
          id: `file/${reason}`,
          level: 'note',
          text: `${count(amount, 'file')} skipped: ${skipReasonText(reason, amount)}.`,
          locations: [],
        }),
      ),
    ...sorted.slice(0, maxFiles).map(ofFile),
    ...(left > 0 ? [{ id: 'limit/notifications', level: 'note' as const, text: `${left} more files are not listed here.`, locations: [] }] : []),
    ...unresolvedNotes(report.graph.unresolved),
    ...(history === undefined || history.shallow.length === 0 ? [] : [historyNote(history)]),
  ];
}

function ofFile({ file, line, reason, message }: Diagnostic): SarifNote {
  return { id: `file/${reason}`, level: losses.includes(reason) ? 'warning' : 'note', text: message, locations: [{ file, line }] };
}

function unresolvedNotes(rows: readonly UnresolvedRow[]): readonly SarifNote[] {
  return [...groupBy(rows, (row) => row.reason)]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([reason, list]) => ({
      id: `unresolved/${reason}`,
      level: 'note',
      text: `${count(list.length, 'target')} unresolved: ${reasonText(reason)}.`,
      locations: list
        .map(({ file, line }) => ({ file, line }))
        .toSorted(compareLocations)
        .slice(0, maxLocations),
    }));
}

const historyNote = (history: HistoryEvidence): SarifNote => ({
  id: 'history/shallow',
  level: 'warning',
  text: `${historyText(history) ?? ''}.`,
  locations: [],
});

/** A kind of note as a SARIF reportingDescriptor; GitHub wants each with a description and help. */
export interface NoteKind {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

/** The kinds of some notes, by id. */
export function noteKinds(notes: readonly SarifNote[]): readonly NoteKind[] {
  return [...new Set(notes.map((note) => note.id))].toSorted(compareText).map((id) => {
    const [short, full, help] = describe(id);
    return { id, shortDescription: { text: short }, fullDescription: { text: full }, help: { text: help } };
  });
}

function describe(id: string): readonly [string, string, string] {
  const [kind, reason = ''] = id.split('/');
  if (kind === 'file') {
    const short = `Files not read, or not to the end: ${skipReasonText(reason, 2)}.`;
    return [short, 'What these files say is missing from the dependency graph.', 'archlint check --verbose lists them.'];
  }
  if (kind === 'unresolved') {
    const full = 'Calls, messages or data accesses whose target could not be named: the dependency graph may lack their edges.';
    return [`Targets unresolved: ${reason}.`, full, 'archlint services shows them for each service; services in .archlintrc.yml can name them.'];
  }
  if (kind === 'history') {
    return [
      'Git history that is cut off.',
      'Services that change together cannot be told from a shallow clone.',
      'git fetch --unshallow brings the whole history.',
    ];
  }
  return ['Something is left out of this report.', 'The report keeps to what code scanning platforms accept.', 'archlint check --format json has everything.'];
}

/** A note as a SARIF notification; `place` gives a location. */
export function sarifNotification(
  note: SarifNote,
  kinds: readonly NoteKind[],
  place: (location: Location) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    descriptor: { id: note.id, index: kinds.findIndex((kind) => kind.id === note.id) },
    level: note.level,
    message: { text: sarifText(note.text) },
    ...(note.locations.length > 0 ? { locations: note.locations.map(place) } : {}),
  };
}
