import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { PackageFact } from '../../src/core/fact.js';
import type { LinkedService } from '../../src/core/interaction.js';
import type { LibraryRecord } from '../../src/core/library.js';
import type { SourceUnit } from '../../src/core/source.js';
import { packages as packageExtractor } from '../../src/extract/manifests/package/index.js';
import { describeInteraction } from '../../src/link/index.js';
import type { Files } from './link-source.js';
import { linkProgram } from './link-source.js';

/** One folder of fixtures/link. */
export interface LinkCase {
  readonly title: string;
  readonly deployable: { readonly path: string; readonly entries: readonly string[] };
  /** package.json files that link is told of. */
  readonly packages?: readonly string[];
  /** Records for languages that have no adapter yet. */
  readonly records?: readonly LibraryRecord[];
  readonly language?: SourceUnit['language'];
  /** One line an interaction: `describeInteraction`, ` @ ` and the evidence joined by ` < `. */
  readonly expect: readonly string[];
  /** `package: tables of its own that are used`. */
  readonly libraries?: readonly string[];
}

/** Every file below a folder, by its path relative to it. */
export function filesBelow(folder: string): Files {
  const found: Record<string, string> = {};
  const visit = (at: string): void => {
    for (const name of readdirSync(at).sort()) {
      const file = path.join(at, name);
      if (statSync(file).isDirectory()) visit(file);
      else found[path.relative(folder, file)] = readFileSync(file, 'utf8');
    }
  };
  if (existsSync(folder)) visit(folder);
  return found;
}

/** Hand-written units: `units.yml` lists what differs from an empty unit. */
function handWritten(folder: string): Map<string, SourceUnit> {
  const file = path.join(folder, 'units.yml');
  const rows: readonly (Partial<SourceUnit> & Pick<SourceUnit, 'file' | 'language'>)[] = existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
  return new Map(rows.map((row) => [row.file, complete(row)]));
}

function complete(row: Partial<SourceUnit> & Pick<SourceUnit, 'file' | 'language'>): SourceUnit {
  const body = { name: '', exported: false, static: false, getter: false, ownThis: true, params: [], returns: [], line: 1, endLine: 1 };
  const functions = (row.functions ?? [{ ...body }]).map((fn) => ({ ...body, ...fn, params: (fn.params ?? []).map((p) => ({ rest: false, ...p })) }));
  const calls = (row.calls ?? []).map((call) => ({ form: 'call' as const, types: [], guards: [], ...call, args: (call.args ?? []).map((a) => ({ spread: false, ...a })) }));
  const types = (row.types ?? []).map((t) => ({ kind: 'class' as const, bases: [], exported: true, methods: [], typeParams: [], line: 1, ...t, fields: (t.fields ?? []).map((f) => ({ static: false, line: 1, ...f })) }));
  const imports = (row.imports ?? []).map((i) => ({ typeOnly: false, line: 1, ...i }));
  const bindings = (row.bindings ?? []).map((b) => ({ in: 0, line: 1, ...b }));
  const writes = (row.writes ?? []).map((w) => ({ line: 1, ...w }));
  return { module: row.file, generated: false, test: false, exports: [], notes: [], suppressions: [], ...row, imports, bindings, types, functions, calls, writes };
}

/** Links a case and prints what it found in the form of `expect` and `libraries`. */
export async function runLinkCase(folder: string, spec: LinkCase): Promise<{ readonly interactions: string[]; readonly libraries: string[] }> {
  const files = filesBelow(path.join(folder, 'source'));
  const facts = (spec.packages ?? []).flatMap((file) => packageExtractor.extract(file, files[file] ?? '').facts).filter((f): f is PackageFact => f.kind === 'package');
  const linked: LinkedService = await linkProgram({ files, units: handWritten(folder), entries: spec.deployable.entries, path: spec.deployable.path, packages: facts, records: spec.records ?? [], language: spec.language ?? 'typescript' });
  const lines = linked.interactions.map((i) => `${describeInteraction(i)} @ ${i.evidence.map((e) => `${e.file}:${e.line}`).join(' < ')}`);
  return { interactions: [...new Set(lines)].sort(), libraries: linked.libraries.filter((l) => l.domain.length > 0).map((l) => `${l.package}: ${l.domain.map((d) => d.text.replace(/:.*$/, '')).join(', ')}`) };
}
