import type { Block, Datasource, Field, Generator, Model, View } from '@mrleebo/prisma-ast';
import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { SchemaFact } from '../../../core/fact.js';
import { literal } from '../../../core/term.js';
import type { Term } from '../../../core/term.js';
import { folderOf, rootPath } from '../../../parse/paths.js';
import { redactTerm } from '../../../parse/redact.js';

/** Models and views of Prisma schemas, as tables. A schema split over several files gives each file's models, the connection only where it stands. */
export const prisma: ManifestExtractor = {
  id: 'prisma',
  title: 'Prisma schemas',
  files: (path) => path.endsWith('.prisma'),
  load,
  extract,
};

let parser: typeof import('@mrleebo/prisma-ast') | undefined;

async function load(): Promise<void> {
  parser ??= await import('@mrleebo/prisma-ast');
}

const technologies: ReadonlyMap<string, string> = new Map([
  ['postgres', 'postgresql'],
  ['sqlserver', 'mssql'],
]);
const scalars = new Set(['String', 'Boolean', 'Int', 'BigInt', 'Float', 'Decimal', 'DateTime', 'Json', 'Bytes']);

function extract(file: string, text: string): Extraction {
  if (!parser) throw new Error('load() must have ended before a schema is read');
  try {
    // The parser wants a line to end right after `{`.
    const { list } = parser.getSchema(text.replace(/[ \t]+(?=\r?$)/gm, '').replace(/\r/g, ''));
    return { facts: list.flatMap((block) => (block.type === 'model' || block.type === 'view' ? [schemaOf(block, list, file, text)] : [])), diagnostics: [] };
  } catch (error) {
    return {
      facts: [],
      diagnostics: [
        { file, line: failingLine(error), reason: 'unparsable', message: `The Prisma schema cannot be read: ${describe(error)}. Correct or format the file.` },
      ],
    };
  }
}

function failingLine(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 1;
  // At the end of the file the token has no line, the one before it has.
  const tokens: unknown[] = ['token' in error ? error.token : null, 'previousToken' in error ? error.previousToken : null];
  const lines = tokens.map((token): unknown => (typeof token === 'object' && token !== null && 'startLine' in token ? token.startLine : undefined));
  return lines.find((line): line is number => typeof line === 'number' && line > 0) ?? 1;
}

function describe(error: unknown): string {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return /call stack/i.test(message) ? 'nested too deeply' : message.slice(0, 160);
}

function schemaOf(block: Model | View, list: readonly Block[], file: string, text: string): SchemaFact {
  const source = list.find((b): b is Datasource => b.type === 'datasource');
  const generator = list.find((b): b is Generator => b.type === 'generator' && /prisma-client/.test(assigned(b, 'provider') ?? ''));
  const provider = source && assigned(source, 'provider');
  const url = source && urlOf(source);
  const output = generator && assigned(generator, 'output');
  const schema = blockAttribute(block, 'schema');
  const table = blockAttribute(block, 'map') ?? block.name;
  const relations = relationsOf(block, list);
  return {
    kind: 'schema',
    at: { file, line: lineOf(text, block) },
    foundBy: 'prisma',
    by: 'orm-schema',
    ...(provider === undefined ? {} : { technology: technologies.get(provider) ?? provider }),
    ...(url && { url }),
    ...(schema === undefined ? {} : { schema }),
    table,
    ...(table === block.name ? {} : { model: block.name }),
    ...(relations.length === 0 ? {} : { relations: Object.fromEntries(relations) }),
    ...(output === undefined ? {} : { client: { folder: rootPath(folderOf(file), output), as: '@prisma/client' } }),
  };
}

function lineOf(text: string, block: Model | View): number {
  const at = new RegExp(String.raw`^[ \t]*${block.type}\s+${block.name}\b`, 'm').exec(text);
  return at ? text.slice(0, at.index).split('\n').length : 1;
}

function unquoted(value: unknown): string | undefined {
  return typeof value === 'string' ? value.replace(/^"([\s\S]*)"$/, '$1') : undefined;
}

function assigned(block: Datasource | Generator, key: string): string | undefined {
  const found = block.assignments.find((a) => a.type === 'assignment' && a.key === key);
  return found?.type === 'assignment' ? unquoted(found.value) : undefined;
}

/** `env("NAME")` or a literal, without its password. */
function urlOf(source: Datasource): Term | undefined {
  const found = source.assignments.find((a) => a.type === 'assignment' && a.key === 'url');
  if (found?.type !== 'assignment') return undefined;
  const text = unquoted(found.value);
  if (text !== undefined) return redactTerm(literal(text));
  const value: unknown = found.value;
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'function' || !('params' in value)) return undefined;
  const name = Array.isArray(value.params) ? unquoted(value.params[0]) : undefined;
  return name === undefined ? undefined : { k: 'setting', name, from: 'env' };
}

/** `@@map("x")`, `@@schema("x")`. */
function blockAttribute(block: Model | View, name: string): string | undefined {
  for (const property of block.properties) {
    if (property.type !== 'attribute' || property.name !== name || property.group !== undefined) continue;
    const value: unknown = property.args[0]?.value;
    if (typeof value === 'string') return unquoted(value);
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'keyValue' && 'value' in value) return unquoted(value.value);
  }
  return undefined;
}

/** Fields whose type is a model: neither a scalar nor an enum or composite type of the file. */
function relationsOf(block: Model | View, list: readonly Block[]): [string, string][] {
  const others = new Set(list.flatMap((b) => (b.type === 'enum' || b.type === 'type' ? [b.name] : [])));
  const models = new Set(list.flatMap((b) => (b.type === 'model' || b.type === 'view' ? [b.name] : [])));
  return block.properties.flatMap((property): [string, string][] => {
    if (property.type !== 'field') return [];
    const type = fieldType(property);
    if (type === undefined || scalars.has(type) || others.has(type)) return [];
    const related = models.has(type) || property.array === true || property.attributes?.some((a) => a.name === 'relation') === true;
    return related ? [[property.name, type]] : [];
  });
}

function fieldType(field: Field): string | undefined {
  return typeof field.fieldType === 'string' ? field.fieldType : undefined;
}
