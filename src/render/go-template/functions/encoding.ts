import { createHash } from 'node:crypto';
import { parseJson } from '../../../parse/json.js';
import type { TreeNode } from '../../../parse/tree.js';
import { parseYaml } from '../../../parse/yaml.js';
import type { Engine, GoFunction } from '../engine.js';
import { valueOfTree } from '../from-tree.js';
import { numberText, textOf } from '../text.js';
import { tomlText } from '../toml-text.js';
import { GoMap, type GoValue, isList, isNil, maxDepth, sortedEntries } from '../value.js';
import { yamlLines } from '../yaml-text.js';
import { type FunctionTable, isUnknown, knownOnly, textArg } from './arguments.js';

function toYaml([value = null]: readonly GoValue[], engine: Engine): string {
  const lines = yamlLines(value, engine.session);
  for (const { text, at } of lines) if (at !== undefined) engine.trace(text, at);
  return lines.map(({ text }) => text).join('\n');
}

/** JSON with sorted keys. `indent` is that of a level, '' for one line. */
function jsonText(value: GoValue, engine: Engine, indent: string, depth = 0): string {
  engine.session.spend(1);
  if (depth > maxDepth || isNil(value)) return 'null';
  const [line, end] = indent === '' ? ['', ''] : [`\n${indent.repeat(depth + 1)}`, `\n${indent.repeat(depth)}`];
  if (value instanceof GoMap) {
    const entries = sortedEntries(value).map(
      ([key, inner]) => `${line}${JSON.stringify(key)}:${indent === '' ? '' : ' '}${jsonText(inner, engine, indent, depth + 1)}`,
    );
    return entries.length === 0 ? '{}' : engine.session.paid(`{${entries.join(',')}${end}}`);
  }
  if (isList(value)) {
    const items = value.map((item) => line + jsonText(item, engine, indent, depth + 1));
    return items.length === 0 ? '[]' : engine.session.paid(`[${items.join(',')}${end}]`);
  }
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : 'null';
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : JSON.stringify(textOf(value, engine.session));
}

const toJson =
  (indent: string): GoFunction =>
  ([value = null], engine) =>
    jsonText(value, engine, indent);

const yaml = (text: string): TreeNode | undefined => parseYaml('', text, { final: true }).documents[0]?.root;
const json = (text: string): TreeNode | undefined => parseJson('', text).root;

const reading =
  (parse: typeof yaml, wants: 'map' | 'list' | 'any'): GoFunction =>
  (args, engine) => {
    const root = parse(textArg(args, 0, engine));
    const value = root === undefined ? null : valueOfTree(root, { json: parse === json, spend: (steps) => engine.session.spend(steps) });
    if (wants === 'any' || (wants === 'map' ? value instanceof GoMap : isList(value))) return value;
    return wants === 'map' ? new GoMap(value === null ? [] : [['Error', 'not a map']]) : [];
  };

/** Unknown parts are written out before they are encoded, so that who decodes sees them. */
function encoded(args: readonly GoValue[], engine: Engine): string {
  return Buffer.from(engine.session.sealed(textArg(args, 0, engine)), 'utf8').toString('base64');
}

const hash = (name: string): GoFunction =>
  knownOnly(`${name}sum`, (args, engine) =>
    createHash(name)
      .update(textArg(args, 0, engine))
      .digest('hex'),
  );

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32Text(text: string): string {
  const bits = [...Buffer.from(text, 'utf8')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = (bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
  return characters.padEnd(Math.ceil(characters.length / 8) * 8, '=');
}

/** Functions between values and their encodings. */
export const encoding: FunctionTable = {
  toYaml,
  toYamlPretty: toYaml,
  toJson: toJson(''),
  toRawJson: toJson(''),
  toPrettyJson: toJson('  '),
  toToml: ([value = null], engine) => tomlText(value, engine.session),
  fromYaml: reading(yaml, 'map'),
  fromYamlArray: reading(yaml, 'list'),
  fromJson: reading(json, 'any'),
  fromJsonArray: reading(json, 'list'),
  fromToml: (args, engine) => engine.session.unknown(`fromToml ${isUnknown(args[0]) ? '' : textArg(args, 0, engine).slice(0, 20)}`),
  b64enc: encoded,
  b64dec: knownOnly('b64dec', (args, engine) => Buffer.from(textArg(args, 0, engine), 'base64').toString('utf8')),
  b32enc: knownOnly('b32enc', (args, engine) => base32Text(textArg(args, 0, engine))),
  sha1sum: hash('sha1'),
  sha256sum: hash('sha256'),
  sha512sum: hash('sha512'),
};
