import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { PackageFact } from '../../src/core/fact.js';
import type { LinkedService } from '../../src/core/interaction.js';
import type { LibraryRecord } from '../../src/core/library.js';
import type {
  SourceArgument,
  SourceBinding,
  SourceCall,
  SourceField,
  SourceFunction,
  SourceImport,
  SourceParam,
  SourceType,
  SourceUnit,
  SourceWrite,
} from '../../src/core/source.js';
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
function filesBelow(folder: string): Files {
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

/** `T` whose keys `K` may be left out. */
type Defaulted<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

type WrittenFunction = Omit<Partial<SourceFunction>, 'params'> & { readonly params?: readonly Defaulted<SourceParam, 'rest'>[] };
type WrittenCall = Omit<Defaulted<SourceCall, 'form' | 'types' | 'guards'>, 'args'> & { readonly args?: readonly Defaulted<SourceArgument, 'spread'>[] };
type WrittenType = Omit<Defaulted<SourceType, 'kind' | 'bases' | 'exported' | 'methods' | 'typeParams' | 'line'>, 'fields'> & {
  readonly fields?: readonly Defaulted<SourceField, 'static' | 'line'>[];
};

/** A unit as units.yml writes it: what differs from an empty unit. */
interface WrittenUnit extends Partial<Omit<SourceUnit, 'imports' | 'bindings' | 'types' | 'functions' | 'calls' | 'writes'>> {
  readonly file: string;
  readonly language: SourceUnit['language'];
  readonly imports?: readonly Defaulted<SourceImport, 'typeOnly' | 'line'>[];
  readonly bindings?: readonly Defaulted<SourceBinding, 'in' | 'line'>[];
  readonly types?: readonly WrittenType[];
  readonly functions?: readonly WrittenFunction[];
  readonly calls?: readonly WrittenCall[];
  readonly writes?: readonly Defaulted<SourceWrite, 'line'>[];
}

/** Hand-written units of `units.yml`. */
function handWritten(folder: string): Map<string, SourceUnit> {
  const file = path.join(folder, 'units.yml');
  const rows: readonly WrittenUnit[] = existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
  return new Map(rows.map((row) => [row.file, complete(row)]));
}

const body = { name: '', exported: false, static: false, getter: false, ownThis: true, returns: [], line: 1, endLine: 1 } as const;
const plainCall = { form: 'call', types: [], guards: [] } as const;
const plainType = { kind: 'class', bases: [], exported: true, methods: [], typeParams: [], line: 1 } as const;

function complete(row: WrittenUnit): SourceUnit {
  return {
    module: row.file,
    generated: false,
    test: false,
    exports: [],
    notes: [],
    suppressions: [],
    ...row,
    imports: (row.imports ?? []).map((one) => ({ typeOnly: false, line: 1, ...one })),
    bindings: (row.bindings ?? []).map((one) => ({ in: 0, line: 1, ...one })),
    types: (row.types ?? []).map((type) => ({ ...plainType, ...type, fields: (type.fields ?? []).map((field) => ({ static: false, line: 1, ...field })) })),
    functions: (row.functions ?? [{}]).map((fn) => ({ ...body, ...fn, params: (fn.params ?? []).map((param) => ({ rest: false, ...param })) })),
    calls: (row.calls ?? []).map((call) => ({ ...plainCall, ...call, args: (call.args ?? []).map((argument) => ({ spread: false, ...argument })) })),
    writes: (row.writes ?? []).map((one) => ({ line: 1, ...one })),
  };
}

/** Links a case and prints what it found in the form of `expect` and `libraries`. */
export async function runLinkCase(folder: string, spec: LinkCase): Promise<{ readonly interactions: string[]; readonly libraries: string[] }> {
  const files = filesBelow(path.join(folder, 'source'));
  const facts = (spec.packages ?? [])
    .flatMap((file) => packageExtractor.extract(file, files[file] ?? '').facts)
    .filter((f): f is PackageFact => f.kind === 'package');
  const linked: LinkedService = await linkProgram({
    files,
    units: handWritten(folder),
    entries: spec.deployable.entries,
    path: spec.deployable.path,
    packages: facts,
    records: spec.records ?? [],
    language: spec.language ?? 'typescript',
  });
  const lines = linked.interactions.map((i) => `${describeInteraction(i)} @ ${i.evidence.map((e) => `${e.file}:${e.line}`).join(' < ')}`);
  return {
    interactions: [...new Set(lines)].sort(),
    libraries: linked.libraries.filter((l) => l.domain.length > 0).map((l) => `${l.package}: ${l.domain.map((d) => d.text.replace(/:.*$/, '')).join(', ')}`),
  };
}
