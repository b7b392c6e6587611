import type { LibraryRecord, Match, Sighting } from '../core/library.js';
import type { LanguageId } from '../core/source.js';

/** How a call or reference shows itself; the kinds of `Match`. */
export type MatchKind = 'call' | 'new' | 'annotation' | 'element' | 'extends' | 'member' | 'assign';
const KINDS: readonly MatchKind[] = ['call', 'new', 'annotation', 'element', 'extends', 'member', 'assign'];

export interface Matched {
  readonly record: LibraryRecord;
  readonly sighting: Sighting;
}

interface Pattern extends Matched {
  readonly segments: readonly string[];
}

/** Patterns of one module group by kind and last segment, `*` last segments apart. */
class PatternSet {
  private readonly byLast = new Map<string, Pattern[]>();
  private readonly openEnded: Pattern[] = [];

  add(kind: MatchKind, pattern: Pattern): void {
    const last = pattern.segments.at(-1) ?? 'default';
    if (last === '*') this.openEnded.push(pattern);
    else {
      const key = `${kind}:${last}`;
      const list = this.byLast.get(key);
      if (list) list.push(pattern);
      else this.byLast.set(key, [pattern]);
    }
    this.kinds.set(pattern, kind);
  }

  private readonly kinds = new Map<Pattern, MatchKind>();

  find(kind: MatchKind, path: readonly string[]): readonly Matched[] {
    const exact = (this.byLast.get(`${kind}:${path.at(-1) ?? 'default'}`) ?? []).filter((p) => fits(p.segments, path));
    const open = this.openEnded.filter((p) => this.kinds.get(p) === kind && fits(p.segments, path));
    return [...exact, ...open.filter((p) => !exact.some((e) => 'role' in e.sighting === 'role' in p.sighting))];
  }
}

function fits(segments: readonly string[], path: readonly string[]): boolean {
  return segments.length === path.length && segments.every((s, i) => s === '*' || s === path[i]);
}

/** All library records, ready to answer "what does this path of this module mean?". */
export class LibraryIndex {
  private readonly byModule = new Map<string, PatternSet[]>();
  private readonly byPrefix: { readonly prefix: string; readonly set: PatternSet }[] = [];
  private readonly bySet = new Map<LibraryRecord, PatternSet>();
  private readonly globals: PatternSet[] = [];
  private readonly anyReceiver = new Map<string, Matched[]>();
  private readonly describing = new Map<string, PatternSet[]>();
  private readonly handleTypes = new Map<string, LibraryRecord[]>();
  private readonly lifecycle: Matched[] = [];
  private readonly found = new Map<string, readonly Matched[]>();
  private readonly byHandle = new Map<LibraryRecord, Map<string, readonly Matched[]>>();

  constructor(
    readonly records: readonly LibraryRecord[],
    readonly language: LanguageId,
  ) {
    for (const record of records) if (record.language === language) this.addRecord(record);
  }

  private addRecord(record: LibraryRecord): void {
    const set = new PatternSet();
    this.bySet.set(record, set);
    for (const sighting of record.sightings) this.addSighting(record, sighting, set);
    if (record.modules.length === 0) this.globals.push(set);
    for (const module of record.modules) {
      if (module.endsWith('/*')) this.byPrefix.push({ prefix: module.slice(0, -1), set });
      else push(this.byModule, module, set);
    }
  }

  private addSighting(record: LibraryRecord, sighting: Sighting, set: PatternSet): void {
    if ('effect' in sighting && sighting.effect === 'handle') push(this.handleTypes, sighting.type, record);
    let patterns = 0;
    for (const kind of KINDS) {
      for (const spelled of (sighting as Match)[kind] ?? []) {
        for (const path of expand(spelled)) {
          patterns++;
          if (kind === 'call' && path[0] === '*' && path.length === 2 && path[1] !== undefined) push(this.anyReceiver, path[1], { record, sighting });
          else set.add(kind, { record, sighting, segments: path });
          if (path.length > 1 && path[0] !== undefined) {
            const sets = this.describing.get(path[0]) ?? [];
            if (!sets.includes(set)) sets.push(set);
            this.describing.set(path[0], sets);
          }
        }
      }
    }
    if (patterns === 0 && 'effect' in sighting && sighting.effect === 'entry') this.lifecycle.push({ record, sighting });
  }

  /** Sightings of something a package (module '' for globals) exports. */
  external(kind: MatchKind, module: string, path: readonly string[]): readonly Matched[] {
    const spelled = path.length === 0 ? ['default'] : path;
    return once(this.found, `${kind} ${spelled.join('.')} of ${module}`, () =>
      (module === '' ? this.globals : this.setsOf(module)).flatMap((set) => set.find(kind, spelled)),
    );
  }

  /** Sightings of a member of a handle: its own record first, else whichever record describes the type. */
  handle(kind: MatchKind, record: LibraryRecord, type: string, path: readonly string[]): readonly Matched[] {
    const found = this.byHandle.get(record) ?? new Map<string, readonly Matched[]>();
    this.byHandle.set(record, found);
    return once(found, `${kind} ${type}.${path.join('.')}`, () => this.ofHandle(kind, record, [type, ...path]));
  }

  private ofHandle(kind: MatchKind, record: LibraryRecord, full: readonly [string, ...string[]]): readonly Matched[] {
    const [type] = full;
    const own = this.bySet.get(record)?.find(kind, full) ?? [];
    if (own.length > 0) return own;
    if (this.describesMembers(record, type)) return this.siblings(record).flatMap((set) => set.find(kind, full));
    return (this.describing.get(type) ?? []).flatMap((set) => set.find(kind, full));
  }

  /** Other records of the same modules: one library, told in several records. */
  private siblings(record: LibraryRecord): readonly PatternSet[] {
    const own = this.bySet.get(record);
    return [...new Set(record.modules.flatMap((m) => this.byModule.get(m) ?? []))].filter((set) => set !== own);
  }

  private describesMembers(record: LibraryRecord, type: string): boolean {
    const own = this.bySet.get(record);
    return own !== undefined && (this.describing.get(type) ?? []).includes(own);
  }

  /** `*.name` sightings: methods of language built-ins. */
  method(name: string): readonly Matched[] {
    return this.anyReceiver.get(name) ?? [];
  }

  /** Handle type that an imported type name means: a default import (`import Redis from 'ioredis'`) the type its `new` or call makes. */
  handleType(module: string, name: string): string {
    if (name !== 'default') return name;
    const makers = [...this.external('new', module, []), ...this.external('call', module, [])];
    for (const { sighting } of makers) if ('effect' in sighting && sighting.effect === 'handle') return sighting.type;
    return name;
  }

  /** Records of a module that have a handle type of this name. */
  handleRecord(module: string, type: string): LibraryRecord | undefined {
    const records = this.handleTypes.get(type) ?? [];
    return records.find((r) => r.modules.some((m) => m === module || (m.endsWith('/*') && module.startsWith(m.slice(0, -1))))) ?? undefined;
  }

  /** The record that describes a handle type made by another record's effect. */
  recordDescribing(record: LibraryRecord, type: string): LibraryRecord {
    if (this.describesMembers(record, type)) return record;
    return (
      this.records.find((r) => r !== record && r.language === this.language && (this.describing.get(type) ?? []).includes(this.bySet.get(r) as PatternSet)) ??
      record
    );
  }

  /** Whether any record knows the module. */
  knows(module: string): boolean {
    return this.setsOf(module).length > 0;
  }

  private setsOf(module: string): readonly PatternSet[] {
    const exact = this.byModule.get(module) ?? [];
    const prefixed = this.byPrefix.filter((p) => module.startsWith(p.prefix)).map((p) => p.set);
    return prefixed.length > 0 ? [...exact, ...prefixed] : exact;
  }

  /** Names of methods that frameworks call on the classes they make. */
  get lifecycleMethods(): ReadonlySet<string> {
    const names = new Set<string>();
    for (const { sighting } of this.lifecycle) if ('effect' in sighting && sighting.effect === 'entry') for (const m of sighting.methods ?? []) names.add(m);
    return names;
  }
}

/** `Redis.{get,set}` to [Redis, get], [Redis, set]. */
function expand(spelled: string): readonly (readonly string[])[] {
  const brace = /^([^{]*)\{([^}]*)\}(.*)$/.exec(spelled);
  if (brace) {
    const [, before = '', inside = '', after = ''] = brace;
    return inside.split(',').flatMap((name) => expand(`${before}${name.trim()}${after}`));
  }
  return [spelled.split('.')];
}

/** Looks something up the first time it is asked for: programs ask the same few hundred things over and over. */
function once(found: Map<string, readonly Matched[]>, key: string, look: () => readonly Matched[]): readonly Matched[] {
  const known = found.get(key);
  if (known) return known;
  const made = look();
  found.set(key, made);
  return made;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
