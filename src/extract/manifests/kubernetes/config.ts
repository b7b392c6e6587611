import type { PropertiesFact } from '../../../core/fact.js';
import type { ConfigFact, EnvEntry } from '../../../core/workload.js';
import type { Embedded } from '../../../core/rendered.js';
import type { KubernetesObject } from '../../../parse/kubernetes.js';
import { termOfText } from '../../../parse/marks.js';
import { redact, redactText } from '../../../parse/redact.js';
import { springFacts } from '../../../parse/spring.js';
import { entriesOf, get, textOf } from '../../../parse/tree.js';

const url = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/\S+$/i;
/** Names of secret entries whose value may be a host, a port or a database's name. */
const addressName = /(?:^|[_.-])(?:ur[il]|dsn|host(?:name)?s?|port|addr(?:ess)?|endpoint|server|brokers?|db|database|db_?name|database_?name)$/i;
const address = /^[A-Za-z0-9][\w.,:-]{0,250}$/;

/** The entries of a ConfigMap or Secret. Of a Secret only URLs (without passwords) and host, port and database names keep their value. */
export function configOf(object: KubernetesObject): ConfigFact | undefined {
  if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') return undefined;
  const secret = object.kind === 'Secret';
  return {
    kind: 'config',
    at: { file: object.file, line: object.line },
    foundBy: 'kubernetes',
    configKind: secret ? 'secret' : 'configmap',
    name: object.name,
    ...(object.namespace === undefined ? {} : { namespace: object.namespace }),
    stack: object.stack,
    entries: secret ? secretEntries(object) : plainEntries(object),
  };
}

function plainEntries(object: KubernetesObject): EnvEntry[] {
  return entriesOf(get(object.root, 'data')).flatMap(({ key, line, value }) => {
    const text = textOf(value);
    if (text === undefined) return [];
    const shown = redact(key, termOfText(withoutSecrets(text)));
    return [{ name: key, ...(shown && { value: shown }), at: { file: object.file, line } }];
  });
}

/** Configuration files of frameworks that a ConfigMap holds as keys, for the containers that mount it. */
export function propertyFilesOf(object: KubernetesObject): PropertiesFact[] {
  if (object.kind !== 'ConfigMap') return [];
  return entriesOf(get(object.root, 'data')).flatMap(({ key, value }) => {
    const text = textOf(value);
    if (text === undefined || !/^(application|bootstrap)([-.][^/]*)?\.(ya?ml|properties)$/i.test(key)) return [];
    const path = `${object.file.slice(0, object.file.lastIndexOf('/') + 1)}${key}`;
    const { facts } = springFacts(
      { path, file: object.file, firstLine: value.kind === 'scalar' ? (value.textLine ?? value.line) : value.line },
      text,
      'kubernetes',
    );
    return facts.map((fact) => ({ ...fact, config: object.name }));
  });
}

const secretSetting = /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|private[_-]?key)["']?[ \t]*[:=][ \t]*)(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;&]+)/gi;

/** A value that is a whole file (`application.yml`, a JSON of settings, `host=db password=x`) loses the secrets that it sets itself. */
function withoutSecrets(text: string): string {
  return /\s/.test(text) ? text.replace(secretSetting, '$1') : text;
}

/** `stringData` wins over `data`, as the API server applies them. */
function secretEntries(object: KubernetesObject): EnvEntry[] {
  const entries = new Map<string, EnvEntry>();
  for (const field of ['data', 'stringData']) {
    for (const { key, line, value } of entriesOf(get(object.root, field))) {
      const text = textOf(value);
      if (text === undefined) continue;
      const shown = publicPart(key, field === 'data' ? decode(text) : text);
      entries.set(key, { name: key, ...(shown === undefined ? {} : { value: termOfText(shown) }), at: { file: object.file, line } });
    }
  }
  return [...entries.values()];
}

/** Text of a base64 value; nothing where it is binary. */
function decode(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64')).trim();
  } catch {
    return '';
  }
}

function publicPart(name: string, text: string): string | undefined {
  if (url.test(text)) return redactText(text);
  return addressName.test(name) && address.test(text) ? redactText(text) : undefined;
}

/** Whole files in a ConfigMap, for those who read such files. */
export function embeddedIn(object: KubernetesObject): Embedded[] {
  if (object.kind !== 'ConfigMap') return [];
  const { file, stack, namespace } = object;
  return entriesOf(get(object.root, 'data')).flatMap(({ key, line, value }): Embedded[] => {
    const text = textOf(value);
    if (text === undefined || !/\n./.test(text) || value.kind !== 'scalar') return [];
    const begin = value.textLine;
    const lines = text.split('\n').map((_, index) => ({ file, line: begin === undefined ? line : begin + index }));
    return [{ path: `${file}#${object.name}/${key}`, text, lines, stack, ...(namespace === undefined ? {} : { namespace }) }];
  });
}
