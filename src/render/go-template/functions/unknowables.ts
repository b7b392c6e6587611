import type { GoFunction } from '../engine.js';
import { compareVersions, parseVersion, satisfies } from '../../semver.js';
import { GoMap, mapOf, type Method, withMethods } from '../value.js';
import { type FunctionTable, knownOnly, textArg, unknowable } from './arguments.js';

const names = [
  // Chance.
  'randAlphaNum',
  'randAlpha',
  'randAscii',
  'randNumeric',
  'randBytes',
  'randInt',
  'shuffle',
  'uuidv4',
  // Time.
  'now',
  'ago',
  'date',
  'dateInZone',
  'date_in_zone',
  'dateModify',
  'date_modify',
  'mustDateModify',
  'must_date_modify',
  'duration',
  'durationRound',
  'htmlDate',
  'htmlDateInZone',
  'toDate',
  'mustToDate',
  'unixEpoch',
  // Keys and secrets.
  'genPrivateKey',
  'derivePassword',
  'buildCustomCert',
  'genCA',
  'genCAWithKey',
  'genSelfSignedCert',
  'genSelfSignedCertWithKey',
  'genSignedCert',
  'genSignedCertWithKey',
  'bcrypt',
  'htpasswd',
  'encryptAES',
  'decryptAES',
  'adler32sum',
  // The machine that deploys.
  'env',
  'expandenv',
  'getHostByName',
] as const;

const versionOf: GoFunction = knownOnly('semver', (args, engine) => {
  const text = textArg(args, 0, engine);
  const version = parseVersion(text);
  if (version === undefined) return engine.session.unknown('semver');
  const { major, minor, patch, prerelease, metadata } = version;
  return versionMap(text, { Major: BigInt(major), Minor: BigInt(minor), Patch: BigInt(patch), Prerelease: prerelease, Metadata: metadata });
});

function versionMap(text: string, parts: Readonly<Record<string, bigint | string>>): GoMap {
  const compare: Method = ([other]) => {
    const [a, b] = [parseVersion(text), parseVersion(String(other instanceof GoMap ? other.get('Original') : other))];
    return a !== undefined && b !== undefined ? BigInt(Math.sign(compareVersions(a, b))) : 0n;
  };
  return withMethods(mapOf({ ...parts, Original: text }), { Compare: compare });
}

/** `semverCompare ">=1.2" version`. */
const compared: GoFunction = knownOnly('semverCompare', (args, engine) => {
  const [constraint, text] = [textArg(args, 0, engine), textArg(args, 1, engine)];
  const version = parseVersion(text);
  return version === undefined ? false : (satisfies(version, constraint) ?? engine.session.unknown('semverCompare'));
});

/** Functions of versions, and those whose results nobody knows before a deployment: chance, time, keys and the machine that deploys. */
export const unknowables: FunctionTable = {
  ...Object.fromEntries(names.map((name) => [name, unknowable(name)])),
  semver: versionOf,
  semverCompare: compared,
};
