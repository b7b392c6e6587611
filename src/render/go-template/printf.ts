import { isMarked, type Session } from './session.js';
import { numberText, textOf } from './text.js';
import { GoMap, type GoValue } from './value.js';
import { isList, isNil, isNumber, Missing, Unknown } from './value.js';

const verb = /%(?:(%)|([-+# 0]*)(\*|\d{1,4})?(?:\.(\*|\d{1,4})?)?(?:\[(\d{1,3})\])?([a-zA-Z]))/g;
const dotted = /\./;

/** Go's `fmt.Sprintf`. A float that is whole is printed by `%d` as an integer, where Go would complain. */
export function sprintf(format: string, args: readonly GoValue[], session: Session): string {
  let next = 0;
  const take = (): GoValue | undefined => {
    next += 1;
    return args[next - 1];
  };
  const text = format.replace(verb, (whole, percent, flags: string, width, precision, index, letter: string) => {
    if (percent !== undefined) return '%';
    const wide = width === '*' ? Number(take() ?? 0) : Number(width ?? 0);
    const precise = precision === '*' ? Number(take() ?? 0) : precision === undefined ? (dotted.test(whole) ? 0 : undefined) : Number(precision);
    if (index !== undefined) next = Number(index) - 1;
    const value = take();
    if (value === undefined) return `%!${letter}(MISSING)`;
    const spec: Spec = { flags, letter, ...(precise === undefined ? {} : { precision: precise }) };
    return pad(formatted(value, spec, session), Math.min(wide, 1000), flags, isNumber(value));
  });
  const rest = args.slice(next);
  return rest.length === 0 || /%\d*\[|%\[/.test(format)
    ? text
    : `${text}%!(EXTRA ${rest.map((value) => `${typeName(value)}=${textOf(value, session)}`).join(', ')})`;
}

interface Spec {
  readonly flags: string;
  readonly letter: string;
  readonly precision?: number;
}

function pad(text: string, width: number, flags: string, isNumeric: boolean): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (!flags.includes('0') || !isNumeric) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

function formatted(value: GoValue, spec: Spec, session: Session): string {
  if (value instanceof Unknown || value instanceof Missing) return spec.letter === 'q' ? `"${session.mark(value)}"` : session.mark(value);
  switch (spec.letter) {
    case 'T':
      return value === null ? '<nil>' : typeName(value);
    case 'v':
      return isNil(value) ? '<nil>' : signed(textOf(value, session), value, spec);
    case 't':
      return typeof value === 'boolean' ? String(value) : wrong(value, spec, session);
    case 'q':
      return typeof value === 'string'
        ? quoteGo(value)
        : isList(value)
          ? `[${value.map((v) => formatted(v, spec, session)).join(' ')}]`
          : wrong(value, spec, session);
    case 's':
      return stringText(value, spec, session);
    default:
      return isNumber(value) ? numeric(value, spec, session) : hexOrWrong(value, spec, session);
  }
}

function stringText(value: GoValue, spec: Spec, session: Session): string {
  if (isNumber(value) || typeof value === 'boolean' || value === null) return wrong(value, spec, session);
  const text = textOf(value, session);
  return spec.precision === undefined ? text : [...text].slice(0, spec.precision).join('');
}

function hexOrWrong(value: GoValue, spec: Spec, session: Session): string {
  if (typeof value !== 'string' || !/[xX]/.test(spec.letter)) return typeof value === 'string' && isMarked(value) ? value : wrong(value, spec, session);
  const hex = Buffer.from(value, 'utf8').toString('hex');
  return spec.letter === 'X' ? hex.toUpperCase() : hex;
}

function numeric(value: number | bigint, spec: Spec, session: Session): string {
  const float = Number(value);
  switch (spec.letter) {
    case 'd':
      return Number.isInteger(float) ? signed(typeof value === 'bigint' ? value.toString() : numberText(value), value, spec) : wrong(value, spec, session);
    case 'b':
    case 'o':
    case 'x':
    case 'X': {
      if (!Number.isInteger(float)) return wrong(value, spec, session);
      const digits = BigInt(value).toString(spec.letter === 'b' ? 2 : spec.letter === 'o' ? 8 : 16);
      return spec.letter === 'X' ? digits.toUpperCase() : digits;
    }
    case 'c':
      return Number.isInteger(float) && float >= 0 && float <= 0x10ffff ? String.fromCodePoint(float) : '\uFFFD';
    case 'f':
    case 'F':
      return signed(float.toFixed(Math.min(spec.precision ?? 6, 100)), value, spec);
    case 'e':
    case 'E':
      return float.toExponential(Math.min(spec.precision ?? 6, 100)).replace(/e([+-])(\d)$/, `${spec.letter}$10$2`);
    case 'g':
    case 'G':
      return spec.precision === undefined ? numberText(float) : numberText(Number(float.toPrecision(Math.max(1, Math.min(spec.precision, 100)))));
    default:
      return wrong(value, spec, session);
  }
}

function signed(text: string, value: GoValue, { flags }: Spec): string {
  return flags.includes('+') && isNumber(value) && value >= 0 ? `+${text}` : text;
}

function wrong(value: GoValue, { letter }: Spec, session: Session): string {
  return value === null ? `%!${letter}(<nil>)` : `%!${letter}(${typeName(value)}=${textOf(value, session)})`;
}

/** A Go string literal with double quotes. */
export function quoteGo(text: string): string {
  return JSON.stringify(text).replace(/[\u007F]/g, '\\x7f');
}

/** Go's name of a value's type, as `%T` and `typeOf` give it. */
export function typeName(value: GoValue): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof GoMap) return 'map[string]interface {}';
  return isList(value) ? '[]interface {}' : '<nil>';
}
