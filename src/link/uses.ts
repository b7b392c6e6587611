import type { SourceImport } from '../core/source.js';
import type { LibraryUse, SettingUse } from '../core/interaction.js';
import type { Interaction } from '../core/interaction.js';
import type { Evidence } from '../core/location.js';
import { compareLocations, compareText } from '../core/location.js';
import type { PackageFact } from '../core/fact.js';
import type { Abs } from './abstract.js';
import { calleeText } from './evidence.js';
import type { Machine } from './machine.js';
import { dirname, isUnder, packageName } from './modules.js';
import type { Reach } from './reach.js';
import { termOf } from './terms.js';

/**
 * Packages that take addresses but never call them: cross-origin rules, logs, validation, paths. A setting that only
 * reaches these names nobody that is called.
 */
const QUIET_MODULES =
  /^(@?cors|@fastify\/cors|@koa\/cors|helmet|winston|pino|bunyan|morgan|debug|chalk|joi|zod|yup|ajv|class-validator|class-transformer|dotenv|cookie|cookie-parser|express-session|i18next|handlebars|ejs|mustache|pug|@nestjs\/swagger|swagger-.*|jsonwebtoken|passport.*|uuid|lodash.*|date-fns|moment|qs|query-string|(node:)?(path|fs|util|assert|url|os|crypto|querystring|events|stream|buffer|process|child_process)(\/.*)?|react-router.*|react-helmet.*|@sentry\/.*|newrelic|dd-trace|@opentelemetry\/.*|prom-client)$/;

/** Settings whose value is handed to a package that is not there to be read. */
export function settingUses(machine: Machine, reach: Reach): SettingUse[] {
  const found = new Map<string, SettingUse>();
  for (const { value, instance, ref } of reach.leaving.escapes) {
    const module = machine
      .evaluate(ref.call.callee, ref.unit, instance.frame)
      .map((callee) => (callee.t === 'external' ? callee.module : ''))
      .find((m) => m !== '');
    if (!module || QUIET_MODULES.test(module) || machine.index.knows(module)) continue;
    const term = termOf([value]);
    for (const name of settingNames(value)) {
      const key = `${name}@${ref.unit.file}:${ref.call.line}`;
      if (term && !found.has(key))
        found.set(key, {
          setting: name,
          term,
          evidence: { file: ref.unit.file, line: ref.call.line, foundBy: `${machine.index.language}/${module}`, text: `${calleeText(ref)}(… ${name} …)` },
        });
    }
  }
  return [...found.values()].sort((a, b) => compareLocations(a.evidence, b.evidence) || compareText(a.setting, b.setting));
}

function settingNames(value: Abs): readonly string[] {
  if (value.t === 'setting') return [value.name];
  return value.t === 'concat' ? value.parts.flatMap(settingNames) : [];
}

/** Workspace packages whose code a deployable reaches, and the entities or models in them that it uses. */
export function libraryUses(
  machine: Machine,
  reach: Reach,
  packages: readonly PackageFact[],
  path: string,
  interactions: readonly Interaction[],
): LibraryUse[] {
  const found: LibraryUse[] = [];
  const folders = foldersOf(reach);
  const lines = importLines(reach, path);
  for (const fact of packages) {
    if (!fact.name || isUnder(path, fact.path) || isUnder(fact.path, path) || !folders.has(fact.path)) continue;
    if (packages.some((p) => p !== fact && p.path !== fact.path && isUnder(p.path, fact.path) && fact.workspaces.length > 0)) continue;
    const line = lines.get(fact.name);
    if (!line) continue;
    const { row } = line;
    const evidence = { file: line.file, line: row.line, foundBy: machine.index.language, text: `import ${row.name} from '${row.module}'` };
    found.push({ package: fact.name, path: fact.path, evidence, domain: domainEvidence(machine, fact, interactions) });
  }
  return found.sort((a, b) => compareText(a.package, b.package));
}

/** Folders in which, or below which, a deployable reaches code. */
function foldersOf(reach: Reach): ReadonlySet<string> {
  const folders = new Set(['.']);
  for (const { file } of reach.units) for (let dir = dirname(file); !folders.has(dir); dir = dirname(dir)) folders.add(dir);
  return folders;
}

interface ImportLine {
  readonly file: string;
  readonly line: number;
  readonly row: SourceImport;
  /** In the deployable's own folder. */
  readonly own: boolean;
}

/** The first line that imports each package, one of the deployable's own folder if there is one. */
function importLines(reach: Reach, path: string): ReadonlyMap<string, ImportLine> {
  const found = new Map<string, ImportLine>();
  for (const { file, source } of reach.units) {
    const own = isUnder(file, path);
    for (const row of source.imports) {
      if (row.typeOnly || row.module.startsWith('.')) continue;
      const name = packageName(row.module);
      const best = found.get(name);
      const candidate = { file, line: row.line, row, own };
      if (!best || (own === best.own ? compareLocations(candidate, best) < 0 : own)) found.set(name, candidate);
    }
  }
  return found;
}

/** Reached data accesses whose line stands in the package: what they touch is a model of the package. */
function domainEvidence(machine: Machine, fact: PackageFact, interactions: readonly Interaction[]): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const interaction of interactions) {
    const { table } = interaction.parts;
    if ((interaction.role !== 'query' && interaction.role !== 'definition') || table?.k !== 'literal') continue;
    const inside = interaction.evidence.find((e) => isUnder(e.file, fact.path));
    if (inside && !found.has(table.text))
      found.set(table.text, { ...inside, role: 'definition', text: `${table.text}: ${inside.text}`, foundBy: machine.index.language });
  }
  return [...found.values()].sort(compareLocations);
}
