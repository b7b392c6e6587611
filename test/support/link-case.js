import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { packages as packageExtractor } from '../../src/extract/manifests/package/index.js';
import { describeInteraction } from '../../src/link/index.js';
import { linkProgram } from './link-source.js';
/** Every file below a folder, by its path relative to it. */
export function filesBelow(folder) {
    const found = {};
    const visit = (at) => {
        for (const name of readdirSync(at).sort()) {
            const file = path.join(at, name);
            if (statSync(file).isDirectory())
                visit(file);
            else
                found[path.relative(folder, file)] = readFileSync(file, 'utf8');
        }
    };
    if (existsSync(folder))
        visit(folder);
    return found;
}
/** Hand-written units: `units.yml` lists what differs from an empty unit. */
function handWritten(folder) {
    const file = path.join(folder, 'units.yml');
    const rows = existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
    return new Map(rows.map((row) => [row.file, complete(row)]));
}
function complete(row) {
    const body = { name: '', exported: false, static: false, getter: false, ownThis: true, params: [], returns: [], line: 1, endLine: 1 };
    const functions = (row.functions ?? [{ ...body }]).map((fn) => ({ ...body, ...fn, params: (fn.params ?? []).map((p) => ({ rest: false, ...p })) }));
    const calls = (row.calls ?? []).map((call) => ({ form: 'call', types: [], guards: [], ...call, args: (call.args ?? []).map((a) => ({ spread: false, ...a })) }));
    const types = (row.types ?? []).map((t) => ({ kind: 'class', bases: [], exported: true, methods: [], typeParams: [], line: 1, ...t, fields: (t.fields ?? []).map((f) => ({ static: false, line: 1, ...f })) }));
    const imports = (row.imports ?? []).map((i) => ({ typeOnly: false, line: 1, ...i }));
    const bindings = (row.bindings ?? []).map((b) => ({ in: 0, line: 1, ...b }));
    const writes = (row.writes ?? []).map((w) => ({ line: 1, ...w }));
    return { module: row.file, generated: false, test: false, exports: [], notes: [], suppressions: [], ...row, imports, bindings, types, functions, calls, writes };
}
/** Links a case and prints what it found in the form of `expect` and `libraries`. */
export async function runLinkCase(folder, spec) {
    const files = filesBelow(path.join(folder, 'source'));
    const facts = (spec.packages ?? []).flatMap((file) => packageExtractor.extract(file, files[file] ?? '').facts).filter((f) => f.kind === 'package');
    const linked = await linkProgram({ files, units: handWritten(folder), entries: spec.deployable.entries, path: spec.deployable.path, packages: facts, records: spec.records ?? [], language: spec.language ?? 'typescript' });
    const lines = linked.interactions.map((i) => `${describeInteraction(i)} @ ${i.evidence.map((e) => `${e.file}:${e.line}`).join(' < ')}`);
    return { interactions: [...new Set(lines)].sort(), libraries: linked.libraries.filter((l) => l.domain.length > 0).map((l) => `${l.package}: ${l.domain.map((d) => d.text.replace(/:.*$/, '')).join(', ')}`) };
}
