import type {
  BindingId,
  CallId,
  FnId,
  Guard,
  Line,
  SourceArgument,
  SourceBinding,
  SourceCall,
  SourceExport,
  SourceFunction,
  SourceImport,
  SourceParam,
  SourceType,
  SourceUnit,
  SourceWrite,
  TypeId,
  TypeRef,
  Value,
} from '../../../core/source.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type CallDraft = Mutable<SourceCall>;
export type ParamDraft = Mutable<SourceParam>;
export type FieldDraft = Mutable<SourceType['fields'][number]>;
/** A function whose rows are still being filled. */
export type FunctionDraft = Omit<Mutable<SourceFunction>, 'params' | 'returns'> & { params: ParamDraft[]; returns: Value[] };
/** A type whose rows are still being filled. */
export type TypeDraft = Omit<Mutable<SourceType>, 'bases' | 'fields' | 'methods' | 'typeParams'> & {
  bases: TypeRef[];
  fields: FieldDraft[];
  methods: FnId[];
  typeParams: string[];
};

/** Guards, arguments and type arguments that are empty, shared by all. */
export const noGuards: readonly Guard[] = Object.freeze([]);
export const noArguments: readonly SourceArgument[] = Object.freeze([]);
export const noTypes: readonly TypeRef[] = Object.freeze([]);

/** Notes kept for one file; later ones are only counted, so that a broken file cannot flood the report. */
const noteLimit = 50;

/** The unit of one file while it is being written: lists whose indexes are the ids. */
export class UnitDraft {
  readonly imports: SourceImport[] = [];
  readonly bindings: Mutable<SourceBinding>[] = [];
  readonly exports: SourceExport[] = [];
  readonly types: TypeDraft[] = [];
  readonly functions: FunctionDraft[] = [];
  readonly calls: CallDraft[] = [];
  readonly writes: SourceWrite[] = [];
  readonly notes: { line: Line; text: string }[] = [];
  private notesLeftOff = 0;

  addImport(row: SourceImport): number {
    return this.imports.push(row) - 1;
  }

  /** Adds a binding; the returned value is what a use of the name stands for. */
  addBinding(row: SourceBinding): { readonly k: 'name'; readonly id: BindingId } {
    return { k: 'name', id: this.bindings.push(row) - 1 };
  }

  addFunction(row: FunctionDraft): FnId {
    return this.functions.push(row) - 1;
  }

  /** Function 0, the body of the module itself; to be added first. */
  addModuleBody(endLine: Line): void {
    const { parent: _none, ...body } = emptyFunction('', 0, 1);
    this.functions.push({ ...body, endLine });
  }

  addType(row: TypeDraft): TypeId {
    return this.types.push(row) - 1;
  }

  addCall(row: CallDraft): CallId {
    return this.calls.push(row) - 1;
  }

  addNote(line: Line, text: string): void {
    if (this.notes.length < noteLimit) this.notes.push({ line, text });
    else this.notesLeftOff += 1;
  }

  /** The finished unit. Marks what the export rows name as exported. */
  finish(about: Pick<SourceUnit, 'file' | 'generated' | 'test' | 'suppressions'>): SourceUnit {
    this.markExported();
    if (this.notesLeftOff > 0) this.notes.push({ line: 1, text: `${this.notesLeftOff} more notes left off` });
    const { imports, bindings, exports, types, functions, calls, writes, notes } = this;
    return { language: 'typescript', module: about.file, ...about, imports, bindings, exports, types, functions, calls, writes, notes };
  }

  private markExported(): void {
    const ids = new Set<BindingId>();
    for (const row of this.exports) {
      if (!row.value) continue;
      this.markValue(row.value, ids);
      if (row.name === '=' && row.value.k === 'object') for (const [, value] of row.value.entries) this.markValue(value, ids);
    }
    if (ids.size === 0) return;
    for (const write of this.writes) {
      if (write.in !== 0 || write.to.k !== 'name' || typeof write.to.id !== 'number' || !ids.has(write.to.id)) continue;
      if (write.value.k === 'function') this.markValue(write.value, ids);
    }
  }

  private markValue(value: Value, ids: Set<BindingId>): void {
    if (value.k === 'function') {
      const fn = this.functions[value.fn];
      if (fn) fn.exported = true;
    }
    if (value.k !== 'name' || typeof value.id !== 'number') return;
    ids.add(value.id);
    const binding = this.bindings[value.id];
    if (binding?.ref === undefined) return;
    const row = binding.kind === 'type' ? this.types[binding.ref] : binding.kind === 'function' ? this.functions[binding.ref] : undefined;
    if (row) row.exported = true;
  }
}

/** A function row with nothing in it yet. */
export function emptyFunction(name: string, parent: FnId, line: Line): FunctionDraft {
  return { name, parent, exported: false, static: false, getter: false, ownThis: true, params: [], returns: [], line, endLine: line };
}

/** A type row with nothing in it yet. */
export function emptyType(name: string, kind: SourceType['kind'], line: Line): TypeDraft {
  return { name, kind, bases: [], exported: false, fields: [], methods: [], typeParams: [], line };
}
