import { literal, template, type Term } from '../core/term.js';

const secretName = /passw(or)?d|passphrase|(^|[_.-])pass($|[_.-])|(^|[_.-])pwd($|[_.-])|secret|token|credential|private.?key|api.?key|access.?key/i;
/** `TOKEN_SERVICE_URL`, `SECRETS_HOST`: an address, whatever it is the address of. */
const addressName = /(^|[_.-])(url|uri|host|hostname|port|addr|address|endpoint|topic|queue|exchange|expir\w*|ttl|expires.?in)$/i;
const url = /^[a-z][a-z0-9+.-]*:(\/\/|[a-z0-9+.-]*:\/\/)/i;

/** Values of switches (`ALLOW_EMPTY_PASSWORD=yes`) and empty ones hide nothing. */
const plainValue = /^(true|false|yes|no|on|off|null|none|\d{0,3})$/i;

/**
 * Takes the passwords out of a named value, the moment it is read: a value whose name says it is a secret is dropped (undefined) unless
 * it is a URL, a PEM block in any case; URLs and connection strings lose their passwords. References to other settings stay, without their default.
 */
export function redact(name: string, value: Term): Term | undefined {
  if (/-----BEGIN/.test(flatText(value))) return undefined;
  const secret = secretName.test(name) && !addressName.test(name);
  if (secret && !url.test(flatText(value)) && !(value.k === 'literal' && plainValue.test(value.text))) return dropLiterals(value);
  return redactTerm(value);
}

/** A term without passwords in URLs and connection strings, also where user and password are settings (`amqp://${USER}:${PASS}@host`). */
export function redactTerm(value: Term): Term {
  if (value.k === 'choice') return { ...value, of: value.of.map(redactTerm) };
  if (value.k === 'setting') {
    const fallback = value.fallback && redact(value.name, value.fallback);
    return { k: 'setting', name: value.name, from: value.from, ...(fallback && { fallback }) };
  }
  if (value.k === 'literal') return literal(redactText(value.text));
  if (value.k !== 'template') return value;
  const parts = value.parts.map((part) => (part.k === 'literal' ? part : redactTerm(part)));
  const holes = parts.filter((part) => part.k !== 'literal');
  let hole = 0;
  const marked = parts.map((part) => (part.k === 'literal' ? part.text.replace(/[\uE000-\uF8FF]/g, '?') : holeMark(hole++))).join('');
  return template(
    redactText(marked)
      .split(/([\uE000-\uF8FF])/)
      .map((piece) => holes[piece.charCodeAt(0) - 0xe000] ?? literal(piece)),
  );
}

/** Holes of a template stand as private-use characters while its text is redacted; beyond their number (never seen) the last is used. */
function holeMark(index: number): string {
  return String.fromCharCode(Math.min(0xe000 + index, 0xf8ff));
}

/**
 * A text without the passwords in it: `mongodb://user:pw@host/db` → `mongodb://user@host/db`, `Server=x;Password=y` → `Server=x`,
 * `?password=y`, `--password=y`, `--requirepass y`.
 */
export function redactText(text: string): string {
  if (text.length > 20_000) return redactText(text.slice(0, 20_000));
  return text
    .replace(/:\/\/([^\s"'`<>]*)/g, (_, rest: string) => `://${withoutPassword(rest)}`)
    .replace(/([;?&](?:[\w .-]{0,40}(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)))=[^;&\s"']*/gi, '$1=')
    .replace(/^(password|pwd)\s*=[^;&\s"']*/i, '$1=')
    .replace(/((?:^|[\s"'])-{1,2}[\w-]{0,40}(?:password|passwd|requirepass|masterauth|secret|token|api-?key)=)[^\s"'$]+/g, '$1')
    .replace(/((?:^|[\s"'])-{1,2}(?:[\w-]{0,40}password|requirepass|masterauth) +)[^\s"'$-][^\s"']*/g, '$1')
    .replace(/((?:^|[\s"'])[A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY)=)[^\s"'$]+/g, '$1');
}

const secretFlag = /^-{1,2}([\w-]{0,40}(password|passwd|secret|token|api-?key)|requirepass|masterauth)$/i;

/** The words of a command without passwords, also where flag and password are two words. */
export function redactWords(words: readonly string[]): string[] {
  return words.map((word, index) => (secretFlag.test(words[index - 1] ?? '') && !/^[-$]/.test(word) ? '' : redactText(word)));
}

/** Works on what follows `://`. The authority ends at the last `@` that a password can end with; `host:8080/path@x` has none. */
function withoutPassword(rest: string): string {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const inAuthority = authority.lastIndexOf('@');
  const afterColon = rest.slice(rest.indexOf(':') + 1);
  const oddPassword = inAuthority < 0 && authority.includes(':') && !/^(\d+|[\uE000-\uF8FF])([/?#,]|$)/.test(afterColon) && !authority.startsWith('[');
  const end = inAuthority >= 0 ? inAuthority : oddPassword ? rest.lastIndexOf('@') : -1;
  if (end < 0) return rest;
  const user = rest.slice(0, end).split(':')[0] ?? '';
  return user === '' ? rest.slice(end + 1) : `${user}${rest.slice(end)}`;
}

function flatText(term: Term): string {
  if (term.k === 'literal') return term.text;
  if (term.k === 'template') return term.parts.map(flatText).join('');
  return term.k === 'setting' && term.fallback ? flatText(term.fallback) : '';
}

function dropLiterals(term: Term): Term | undefined {
  return term.k === 'setting' ? { k: 'setting', name: term.name, from: term.from } : undefined;
}
