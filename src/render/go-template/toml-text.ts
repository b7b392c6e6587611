import type { Session } from './session.js';
import { numberText, textOf } from './text.js';
import { GoMap, type GoValue, isList, isNil, maxDepth, sortedEntries } from './value.js';

/** A map as TOML; '' for anything else. */
export function tomlText(value: GoValue, session: Session): string {
  return value instanceof GoMap ? table(value, [], session) : '';
}

const isTable = (value: GoValue): value is GoMap => value instanceof GoMap;
const isTableList = (value: GoValue): value is readonly GoMap[] => isList(value) && value.length > 0 && value.every(isTable);

function table(map: GoMap, path: readonly string[], session: Session): string {
  session.spend(1);
  if (path.length > maxDepth) return '';
  const entries = sortedEntries(map).filter(([, value]) => !isNil(value));
  const own = entries.filter(([, value]) => !isTable(value) && !isTableList(value)).map(([key, value]) => `${keyText(key)} = ${inline(value, session)}\n`);
  const inner = entries.flatMap(([key, value]) => {
    const name = [...path, keyText(key)];
    if (isTable(value)) return [`\n[${name.join('.')}]\n${table(value, name, session)}`];
    return isTableList(value) ? value.map((item) => `\n[[${name.join('.')}]]\n${table(item, name, session)}`) : [];
  });
  return own.join('') + inner.join('');
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

function inline(value: GoValue, session: Session): string {
  session.spend(1);
  if (isList(value)) return `[${value.map((item) => inline(item, session)).join(', ')}]`;
  if (isTable(value))
    return `{ ${sortedEntries(value)
      .map(([key, item]) => `${keyText(key)} = ${inline(item, session)}`)
      .join(', ')} }`;
  if (typeof value === 'number') return Number.isInteger(value) ? `${numberText(value)}.0` : numberText(value);
  return typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : JSON.stringify(textOf(value, session));
}
