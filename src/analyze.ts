import type { Config } from './core/config.js';
import type { Diagnostic, ManifestExtractor } from './core/extraction.js';
import type { Fact, PackageFact } from './core/fact.js';
import type { FileIndex } from './core/files.js';
import type { InlineSuppression, SystemGraph } from './core/graph.js';
import type { History } from './core/history.js';
import type { LinkedService } from './core/interaction.js';
import { compareLocations } from './core/location.js';
import type { Embedded } from './core/rendered.js';
import type { FileCoverage } from './core/report.js';
import type { SourceUnit } from './core/source.js';
import { contractExtractors } from './extract/contracts/index.js';
import { extractJsonModule, extractTypeScript, loadTypeScript, typeScriptExtensions } from './extract/languages/typescript/index.js';
import { manifestExtractors } from './extract/manifests/index.js';
import { libraries } from './libraries/index.js';
import { createModuleResolver, LibraryIndex, linkDeployable, Program } from './link/index.js';
import { scanSql } from './parse/sql.js';
import { pathMappings } from './path-mappings.js';
import { extractEmbedded, extractRendered, renderAll, suppressionsOfConsumed } from './render/index.js';
import type { Identity } from './resolve/index.js';
import { identify, resolveGraph } from './resolve/index.js';
import { stopwatch } from './stopwatch.js';

export interface AnalyzeInput {
  /** One state of one system: a work tree, a revision. */
  readonly files: FileIndex;
  readonly config: Config;
  /** What git tells of changes, where it was asked. */
  readonly history?: History;
  /** What other states of the system have in common with this one; filled here. Given, files must be identified (`DiscoverOptions.identify`). */
  readonly extracted?: Extracted;
  readonly onProgress?: (stage: string) => void;
}

export interface Analysis {
  readonly graph: SystemGraph;
  readonly files: FileCoverage;
  /** Milliseconds by stage. */
  readonly timing: Readonly<Record<string, number>>;
}

/** Source units by file and content, so that states of a system share what is the same in them. */
export type Extracted = Map<string, SourceUnit | null>;

/** The pipeline, from files to the graph: the only place that knows the order of the stages. */
export async function analyze(input: AnalyzeInput): Promise<Analysis> {
  const { files } = input;
  const clock = stopwatch(input.onProgress);
  const facts = await clock.wait('manifests', () => extractFacts(files));
  const identity = clock.time('identify', () => identify(facts, files, input.config));
  const sources = new Sources(files, input.extracted);
  if (identity.deployables.length > 0) await clock.wait('compiler', loadTypeScript);
  const linked = clock.time('link', () => linkAll(identity, facts, files, sources, input.config));
  const suppressions = suppressionsOf(facts, sources);
  const graph = clock.time('resolve', () =>
    resolveGraph({ identity, facts, linked, config: input.config, scanSql, suppressions, ...(input.history && { history: input.history }) }),
  );
  return { graph, files: coverageOf(files), timing: clock.spent };
}

/** Facts of every manifest and contract, in the order of the files; what is rendered from several files follows. */
async function extractFacts(files: FileIndex): Promise<Fact[]> {
  const facts: Fact[] = [];
  const embedded: Embedded[] = [];
  const extractors = [...manifestExtractors, ...contractExtractors];
  const rendered = renderAll(files);
  await loadParsers(extractors, [...files.files.map((f) => f.path), ...rendered.renderings.map((r) => r.file)]);
  for (const { path } of files.files) {
    const consumed = rendered.consumed.has(path);
    const takers = extractors.filter((e) => (!consumed || e.sources === true) && e.files(path));
    if (takers.length === 0) continue;
    const read = files.read(path);
    if (!('text' in read)) continue;
    for (const taker of takers) {
      const found = taker.extract(path, read.text);
      facts.push(...found.facts);
      embedded.push(...(found.embedded ?? []));
      for (const diagnostic of found.diagnostics) files.note(diagnostic);
    }
  }
  const inside = extractEmbedded(embedded, manifestExtractors);
  const made = extractRendered(rendered.renderings, manifestExtractors);
  for (const diagnostic of [...rendered.diagnostics, ...inside.diagnostics, ...made.diagnostics]) files.note(diagnostic);
  return [...facts, ...inside.facts, ...made.facts, ...suppressionsOfConsumed(rendered.consumed, files)];
}

/** Loads what the extractors of these files need and do not have at hand. */
async function loadParsers(extractors: readonly ManifestExtractor[], paths: readonly string[]): Promise<void> {
  const needed = extractors.filter((e) => e.load && (e.embedded === true || paths.some((path) => e.files(path))));
  await Promise.all(needed.map((e) => e.load?.()));
}

function linkAll(identity: Identity, facts: readonly Fact[], files: FileIndex, sources: Sources, config: Config): LinkedService[] {
  const packages = facts.filter((f): f is PackageFact => f.kind === 'package');
  const generated = new Map(facts.flatMap((f) => (f.kind === 'schema' && f.client ? [[f.client.folder, f.client.as] as const] : [])));
  const modules = createModuleResolver(files, packages, pathMappings(files), generated);
  const index = new LibraryIndex([...config.libraries, ...libraries], 'typescript');
  const program = new Program((file) => sources.unit(file), modules);
  const folder = (path: string): readonly string[] => {
    const inner = identity.services.flatMap((s) => (s.path !== null && isBelow(s.path, path) ? [s.path] : []));
    return files.under(path).filter((f) => isSource(f) && !files.isAside(f) && !inner.some((i) => f.startsWith(`${i}/`)));
  };
  return identity.deployables.map((deployable) => linkDeployable(deployable, program, index, packages, folder));
}

const isBelow = (path: string, folder: string): boolean => path !== folder && (folder === '.' || path.startsWith(`${folder}/`));

const isSource = (file: string): boolean => typeScriptExtensions.some((e) => file.endsWith(e));

/** Source units, each extracted once, when something first leads to its file. */
class Sources {
  private readonly known = new Map<string, SourceUnit | null>();

  constructor(
    private readonly files: FileIndex,
    private readonly extracted: Extracted = new Map(),
  ) {}

  unit(file: string): SourceUnit | null {
    const known = this.known.get(file);
    if (known !== undefined) return known;
    const unit = this.extract(file);
    this.known.set(file, unit);
    for (const note of unit?.notes ?? [])
      if (/syntax error|not read/.test(note.text)) this.files.note({ file, line: note.line, reason: 'unparsable', message: note.text } satisfies Diagnostic);
    return unit;
  }

  all(): Iterable<SourceUnit | null> {
    return this.known.values();
  }

  private extract(file: string): SourceUnit | null {
    const json = file.endsWith('.json');
    if (!json && !isSource(file)) return null;
    const known = this.extracted.get(this.contentKey(file) ?? '');
    if (known !== undefined) return known;
    const read = this.files.read(file);
    if (!('text' in read)) return null;
    const unit = json ? extractJsonModule(file, read.text) : extractTypeScript(file, read.text);
    const key = this.contentKey(file);
    if (key !== undefined) this.extracted.set(key, unit);
    return unit;
  }

  private contentKey(file: string): string | undefined {
    const id = this.files.contentId(file);
    return id === undefined ? undefined : `${id} ${file}`;
  }
}

function suppressionsOf(facts: readonly Fact[], sources: Sources): InlineSuppression[] {
  const found: InlineSuppression[] = facts.flatMap((f) => (f.kind === 'ignore' ? [{ rule: f.rule, reason: f.reason, at: f.at }] : []));
  for (const unit of sources.all())
    for (const s of unit?.suppressions ?? []) found.push({ rule: s.rule, reason: s.reason, at: { file: unit?.file ?? '', line: s.line } });
  return found.sort((a, b) => compareLocations(a.at, b.at));
}

function coverageOf(files: FileIndex): FileCoverage {
  const skipped: Record<string, number> = {};
  for (const { reason } of files.diagnostics) skipped[reason] = (skipped[reason] ?? 0) + 1;
  return { listed: files.files.length, read: files.readCount, skipped, diagnostics: [...files.diagnostics].sort(compareLocations) };
}
