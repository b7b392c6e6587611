import type { TextFunction } from '../core/library.js';
import type { Abs } from './abstract.js';
import { text, unknown } from './abstract.js';

/** Applies a text function to a value; what is not a known text keeps its holes where the function cannot matter for addresses. */
export function applyText(name: TextFunction, value: Abs): Abs[] {
  if (name === 'type-name') return typeName(value);
  if (name === 'stub-name') return stubName(value);
  if (value.t === 'class') return [text(transform(name, value.cls.decl.name))];
  if (value.t === 'text') return [text(transform(name, value.text))];
  if (name === 'lower' || name === 'upper' || name === 'trim-slash') {
    if (value.t === 'concat') return [{ ...value, parts: value.parts.map((p) => (p.t === 'text' ? text(transform(name, p.text)) : p)) }];
    return [value];
  }
  if (value.t === 'unknown' || value.t === 'setting') return [value.t === 'setting' ? unknown(`${name}(${value.name})`) : value];
  return [unknown(name)];
}

/** The gRPC service that a definition or a generated client stands for. */
function stubName(value: Abs): Abs[] {
  if (value.t === 'text') return [text(/^\/([^/]+)\/[^/]+$/.exec(value.text)?.[1] ?? value.text)];
  const path = value.t === 'external' || value.t === 'handle' ? value.path : value.t === 'member' ? [value.name] : null;
  if (!path) return value.t === 'class' ? [text(value.cls.decl.name)] : [unknown('stub')];
  const names = path.at(-1) === 'service' ? path.slice(0, -1) : path;
  return names.length > 0 ? [text(names.join('.'))] : [unknown('stub')];
}

function typeName(value: Abs): Abs[] {
  if (value.t === 'class') return [text(value.cls.decl.name)];
  if (value.t === 'instance') return [text(value.obj.cls.decl.name)];
  if (value.t === 'handle') return [text(value.handle.type)];
  if (value.t === 'text') return [value];
  return [unknown('type name')];
}

/** Words of a name as lodash and its kin split them. */
function words(name: string): string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
}

function transform(name: TextFunction, value: string): string {
  switch (name) {
    case 'lower':
      return value.toLowerCase();
    case 'upper':
      return value.toUpperCase();
    case 'snake':
      return words(value).join('_').toLowerCase();
    case 'kebab':
      return words(value).join('-').toLowerCase();
    case 'camel':
      return words(value)
        .map((w, i) => (i === 0 ? w.toLowerCase() : w.charAt(0).toUpperCase() + w.slice(1).toLowerCase()))
        .join('');
    case 'plural':
      return plural(value);
    case 'mongoose-plural':
      return mongoosePlural(value);
    case 'dirname':
      return value.replace(/\/[^/]*$/, '');
    case 'trim-slash':
      return value.replace(/\/+$/, '');
    default:
      return value;
  }
}

const UNCOUNTABLE = new Set([
  'advice',
  'energy',
  'excretion',
  'digestion',
  'cooperation',
  'health',
  'justice',
  'labour',
  'machinery',
  'equipment',
  'information',
  'pollution',
  'sewage',
  'paper',
  'money',
  'species',
  'series',
  'rain',
  'rice',
  'fish',
  'sheep',
  'moose',
  'deer',
  'news',
  'expertise',
  'status',
  'media',
]);

/** Rules of mongoose-legacy-pluralize, in its order: the documented way from a model's name to its collection. */
const MONGOOSE_RULES: readonly (readonly [RegExp, string])[] = [
  [/human$/gi, 'humans'],
  [/(m)an$/gi, '$1en'],
  [/(pe)rson$/gi, '$1ople'],
  [/(child)$/gi, '$1ren'],
  [/^(ox)$/gi, '$1en'],
  [/(ax|test)is$/gi, '$1es'],
  [/(octop|vir)us$/gi, '$1i'],
  [/(alias|status)$/gi, '$1es'],
  [/(bu)s$/gi, '$1ses'],
  [/(buffal|tomat|potat)o$/gi, '$1oes'],
  [/([ti])um$/gi, '$1a'],
  [/sis$/gi, 'ses'],
  [/(?:([^f])fe|([lr])f)$/gi, '$1$2ves'],
  [/(hive)$/gi, '$1s'],
  [/([^aeiouy]|qu)y$/gi, '$1ies'],
  [/(x|ch|ss|sh)$/gi, '$1es'],
  [/(matr|vert|ind)ix|ex$/gi, '$1ices'],
  [/([m|l])ouse$/gi, '$1ice'],
  [/(kn|w|l)ife$/gi, '$1ives'],
  [/(quiz)$/gi, '$1zes'],
  [/^goose$/i, 'geese'],
  [/s$/gi, 's'],
  [/([^a-z])$/, '$1'],
  [/$/gi, 's'],
];

function mongoosePlural(name: string): string {
  const lower = name.toLowerCase();
  if (UNCOUNTABLE.has(lower)) return lower;
  for (const [pattern, replacement] of MONGOOSE_RULES) {
    pattern.lastIndex = 0;
    if (pattern.test(lower)) return lower.replace(pattern, replacement);
  }
  return lower;
}

/** Plain English plural, as object-relational mappers build table names. */
function plural(name: string): string {
  if (UNCOUNTABLE.has(name.toLowerCase())) return name;
  if (/[^aeiou]y$/i.test(name)) return name.replace(/y$/i, 'ies');
  if (/[^isu]s$/i.test(name)) return name;
  if (/(?:s|x|z|ch|sh)$/i.test(name)) return `${name}es`;
  if (/person$/i.test(name)) return name.replace(/erson$/i, 'eople');
  if (/child$/i.test(name)) return `${name}ren`;
  return `${name}s`;
}
