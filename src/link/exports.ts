import type { TypeRef, Value } from '../core/source.js';
import type { Cls, Program, Unit } from './program.js';

/** What an export leads to: an expression of some unit, a whole unit, or something of a package that is not there. */
export type ExportTarget =
  | { readonly kind: 'value'; readonly unit: Unit; readonly value: Value }
  | { readonly kind: 'module'; readonly unit: Unit }
  | { readonly kind: 'external'; readonly module: string; readonly name: string };

/** A class, or a type of a package that is not there. */
export type TypeTarget = Cls | { readonly module: string; readonly name: string };

/** Follows exports and re-exports; the answers depend on files alone and are kept for the whole run. */
export class ExportIndex {
  private readonly values = new Map<Unit, Map<string, readonly ExportTarget[]>>();
  private readonly types = new Map<TypeRef, TypeTarget | null>();

  constructor(private readonly program: Program) {}

  /** What `name` of a unit is: own exports, re-exports, `export *`, CommonJS. */
  targets(unit: Unit, name: string): readonly ExportTarget[] {
    const known = this.values.get(unit)?.get(name);
    if (known) return known;
    const found = this.find(unit, name, new Set());
    const byName = this.values.get(unit) ?? new Map<string, readonly ExportTarget[]>();
    byName.set(name, found);
    this.values.set(unit, byName);
    return found;
  }

  private find(unit: Unit, name: string, seen: Set<string>): ExportTarget[] {
    const key = `${unit.id}#${name}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const rows = unit.exportsByName.get(name) ?? [];
    if (rows.length > 0)
      return rows.flatMap((row): ExportTarget[] =>
        row.from === undefined ? (row.value ? [{ kind: 'value', unit, value: row.value }] : []) : this.through(unit, row.from, row.imported ?? name, seen),
      );
    if (name === 'default')
      return (unit.exportsByName.get('=') ?? []).flatMap((row) => (row.value ? [{ kind: 'value' as const, unit, value: row.value }] : []));
    for (const row of unit.exportsByName.get('*') ?? []) {
      const target = row.from === undefined ? null : this.program.imported(unit, row.from);
      // A large barrel has hundreds of rows: most are told off by a look at the file's own names.
      if (!target || !(target.exportsByName.has(name) || target.exportsByName.has('*'))) continue;
      const inner = this.find(target, name, seen);
      if (inner.some((t) => t.kind !== 'external')) return inner;
    }
    return [];
  }

  private through(unit: Unit, specifier: string, name: string, seen: Set<string>): ExportTarget[] {
    const target = this.program.imported(unit, specifier);
    if (!target) return [{ kind: 'external', module: this.program.packageOf(unit, specifier), name }];
    return name === '*' ? [{ kind: 'module', unit: target }] : this.find(target, name, seen);
  }

  /** Packages that a unit re-exports whole: a name it does not define may come from one of them. */
  starPackages(unit: Unit): readonly string[] {
    return (unit.exportsByName.get('*') ?? []).flatMap((row) =>
      row.from !== undefined && !this.program.imported(unit, row.from) ? [this.program.packageOf(unit, row.from)] : [],
    );
  }

  /** The class or library type that a type reference means; null for built-in and unknown ones. */
  type(type: TypeRef, unit: Unit): TypeTarget | null {
    const known = this.types.get(type);
    if (known !== undefined) return known;
    const found = this.findType(type, unit);
    this.types.set(type, found);
    return found;
  }

  private findType(type: TypeRef, unit: Unit): TypeTarget | null {
    if (type.module === undefined) return this.localType(type.name, unit);
    const target = this.program.imported(unit, type.module);
    return target ? this.exportedType(target, type.name) : { module: this.program.packageOf(unit, type.module), name: type.name };
  }

  private localType(name: string, unit: Unit): Cls | null {
    return (
      unit.classes.find((c) => c.decl.name === name) ??
      this.program
        .siblings(unit)
        .flatMap((u) => u.classes)
        .find((c) => c.decl.name === name) ??
      null
    );
  }

  private exportedType(unit: Unit, name: string, depth = 0): TypeTarget | null {
    if (depth > 8) return null;
    for (const target of this.targets(unit, name)) {
      if (target.kind === 'external') return { module: target.module, name: target.name };
      if (target.kind === 'module') continue;
      const found = this.classOf(target.value, target.unit, depth);
      if (found) return found;
    }
    const own = unit.classes.find((c) => c.decl.name === name && c.decl.exported);
    if (own) return own;
    for (const row of [...(unit.exportsByName.get('*') ?? [])]) {
      const target = row.from === undefined ? null : this.program.imported(unit, row.from);
      const found = target ? this.exportedType(target, name, depth + 1) : null;
      if (found && 'decl' in found) return found;
    }
    const [whole, ...others] = this.starPackages(unit);
    return whole !== undefined && others.length === 0 ? { module: whole, name } : null;
  }

  private classOf(value: Value, unit: Unit, depth: number): TypeTarget | null {
    if (value.k === 'type') return this.localType(value.type.name, unit);
    if (value.k !== 'name' || typeof value.id !== 'number') return null;
    const binding = unit.source.bindings[value.id];
    if (binding?.kind === 'type') return unit.classes[binding.ref ?? -1] ?? null;
    const row = binding?.kind === 'import' ? unit.source.imports[binding.ref ?? -1] : undefined;
    if (!row) return null;
    const target = this.program.imported(unit, row.module);
    return target ? this.exportedType(target, row.name, depth + 1) : { module: this.program.packageOf(unit, row.module), name: row.name };
  }
}
