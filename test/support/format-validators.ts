import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { validateXML } from 'xmllint-wasm';
import type { RuleMeta } from '../../src/core/rule.js';

/**
 * What is wrong with one text of a format: what its official schema says, where there is one, else what its platform documents. Empty where it is valid.
 * Each may be handed a hostile report: nothing scanned may act where the text is read.
 */
export type Validator = (text: string) => readonly string[];

const require = createRequire(import.meta.url);

const sarifSchema = (() => {
  const ajv = new ajvDraft04.default({ strict: false, allErrors: true, logger: false, unicodeRegExp: false });
  ajvFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as object);
})();

interface SarifMessage {
  readonly text: string;
}
interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: string;
  readonly message: SarifMessage;
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly { readonly location: SarifLocation }[] }[] }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState?: string;
  readonly suppressions?: readonly Readonly<Record<string, unknown>>[];
  readonly properties: Readonly<Record<string, unknown>>;
}
interface SarifLocation {
  readonly id?: number;
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: { readonly startLine: number };
  };
  readonly message?: SarifMessage;
}
interface SarifNotification {
  readonly descriptor: { readonly id: string; readonly index: number };
  readonly level: string;
  readonly message: SarifMessage;
  readonly locations?: readonly SarifLocation[];
}
/** The parts of a SARIF log that tests look at. */
export interface SarifLog {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly SarifRule[]; readonly notifications: readonly SarifDescriptor[] } };
      readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
      readonly invocations: readonly [{ readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly SarifNotification[] }];
      readonly results: readonly SarifResult[];
    },
  ];
}
interface SarifDescriptor {
  readonly id: string;
  readonly shortDescription?: SarifMessage;
  readonly fullDescription?: SarifMessage;
  readonly help?: SarifMessage;
}
interface SarifRule extends SarifDescriptor {
  readonly help: { readonly text: string; readonly markdown: string };
  readonly properties: { readonly tags: readonly string[] };
}

/** SARIF 2.1.0 by its schema, by the rules of its text that no schema can say, and by the limits that GitHub documents for uploads. */
export const sarifProblems: Validator = (text) => {
  const log = JSON.parse(text) as SarifLog;
  if (!sarifSchema(log)) return (sarifSchema.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  const [run] = log.runs;
  const { rules, notifications } = run.tool.driver;
  const notes = run.invocations[0].toolExecutionNotifications;
  const locations = run.results.flatMap(locationsOf).concat(notes.flatMap((note) => note.locations ?? []));
  const messages = [
    ...run.results.map((result) => result.message.text),
    ...locations.flatMap((location) => location.message?.text ?? []),
    ...notes.map((note) => note.message.text),
    ...rules.flatMap((rule) => [rule.help.text, rule.help.markdown]),
  ];
  return [
    ...run.results
      .filter(({ ruleId, ruleIndex }) => rules[ruleIndex ?? -1]?.id !== rules.find(({ id }) => id === ruleId)?.id)
      .map(({ ruleId }) => `index of ${ruleId}`),
    ...notes.filter((note) => notifications[note.descriptor.index]?.id !== note.descriptor.id).map((note) => `index of ${note.descriptor.id}`),
    ...locations.filter((location) => !isRelative(location)).map((location) => `uri ${location.physicalLocation.artifactLocation.uri}`),
    ...locations.filter((location) => location.physicalLocation.region.startLine < 1).map(() => 'a line below 1'),
    // What GitHub requires of every descriptor (GH2012 of the SARIF Multitool).
    ...[...rules, ...notifications]
      .filter((one) => [one.shortDescription, one.fullDescription, one.help].some((part) => !part?.text))
      .map((one) => `${one.id} is not described`),
    // 3.11.5: a brace that is no placeholder is doubled.
    ...messages.filter((message) => /[{}]/.test(message.replace(/\{\{|\}\}/g, ''))).map((message) => `a placeholder in ${message}`),
    // 3.11.6: a link in a plain message.
    ...run.results.filter((result) => /\[[^\]]*\]\(/.test(result.message.text)).map((result) => `a link in ${result.message.text}`),
    ...overLimits(run.results, rules, text),
  ];
};

function locationsOf(result: SarifResult): readonly SarifLocation[] {
  const steps = (result.codeFlows ?? []).flatMap((flow) => flow.threadFlows.flatMap((thread) => thread.locations.map((step) => step.location)));
  return [...result.locations, ...(result.relatedLocations ?? []), ...steps];
}

function isRelative({ physicalLocation }: SarifLocation): boolean {
  const { uri, uriBaseId } = physicalLocation.artifactLocation;
  return uriBaseId === '%SRCROOT%' && /^[\w.~!*'()%-]+(\/[\w.~!*'()%-]+)*$/.test(uri) && !uri.includes(':') && decodeURIComponent(uri) !== '';
}

function overLimits(results: readonly SarifResult[], rules: readonly SarifRule[], text: string): readonly string[] {
  const steps = (result: SarifResult): number => (result.codeFlows ?? []).flatMap((flow) => flow.threadFlows.flatMap((thread) => thread.locations)).length;
  return [
    ...(results.length > 25_000 ? ['more than 25,000 results'] : []),
    ...(rules.length > 25_000 ? ['more than 25,000 rules'] : []),
    ...(gzipSync(text).length > 10_000_000 ? ['more than 10 MB'] : []),
    ...rules.filter((rule) => rule.properties.tags.length > 10).map((rule) => `tags of ${rule.id}`),
    ...results.filter((result) => result.locations.length + (result.relatedLocations?.length ?? 0) > 100).map(() => 'more than 100 locations'),
    ...results.filter((result) => steps(result) > 1000).map(() => 'more than 1,000 steps'),
  ];
}

/** A workflow command as GitHub's runner reads it from one line of the log. */
export interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * The commands of a log, by the rules of github.com/actions/runner, ActionCommand.cs: a line that begins, blanks aside, with `::`, or holds `##[` anywhere.
 */
export function workflowCommands(log: string): readonly WorkflowCommand[] {
  const decoded = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
  return log.split(/\r\n|\r|\n/).flatMap((raw) => {
    const line = raw.trim();
    const end = line.indexOf('::', 2);
    const [, command, list = ''] = line.startsWith('::') && end > 0 ? (/^(\S+)(?: (.*))?$/.exec(line.slice(2, end)) ?? []) : [];
    if (command === undefined) return line.includes('##[') ? [{ command: '##[', properties: {}, message: line }] : [];
    const pairs = list
      .split(',')
      .flatMap((pair) => (pair.includes('=') ? [[pair.slice(0, pair.indexOf('=')).trim(), decoded(pair.slice(pair.indexOf('=') + 1))]] : []));
    return [{ command, properties: Object.fromEntries(pairs) as Record<string, string>, message: decoded(line.slice(end + 2)) }];
  });
}

/** Annotations of GitHub Actions: known commands with a file and a line, at most ten of a kind, and one line for the log. */
export const githubProblems: Validator = (text) => {
  const commands = workflowCommands(text);
  const lines = text.trimEnd().split('\n');
  const amount = (kind: string): number => commands.filter(({ command }) => command === kind).length;
  return [
    ...(commands.length === lines.length - 1 && /^archlint: /.test(lines.at(-1) ?? '') ? [] : ['a line that is neither annotation nor summary']),
    ...commands.filter(({ command }) => !['error', 'warning', 'notice'].includes(command)).map(({ command }) => `command ${command}`),
    ...commands.filter(({ properties }) => Object.keys(properties).some((name) => !['file', 'line', 'title'].includes(name))).map(() => 'an unknown property'),
    ...commands.filter(({ properties }) => properties['file'] !== undefined && !/^[1-9]\d*$/.test(properties['line'] ?? '')).map(() => 'a file without line'),
    ...['error', 'warning', 'notice'].filter((kind) => amount(kind) > 10).map((kind) => `more than ten: ${kind}`),
  ];
};

/** The fields that docs.gitlab.com, "Code Quality report format", calls required, and no others. */
const gitlabSchema = new Ajv2020({ strict: true, allErrors: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\.?/)' },
          lines: { type: 'object', additionalProperties: false, required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
});

/** A code quality report by GitLab's documentation; it drops a second entry with the same fingerprint. */
export const gitlabProblems: Validator = (text) => {
  const rows = JSON.parse(text) as readonly { readonly fingerprint: string }[];
  if (!gitlabSchema(rows)) return (gitlabSchema.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  return new Set(rows.map((row) => row.fingerprint)).size === rows.length ? [] : ['a fingerprint twice'];
};

const junitBatch = 100;

/** Several JUnit documents by the schema of Jenkins' xUnit plugin. */
export async function junitProblems(texts: readonly string[]): Promise<readonly string[]> {
  const schema = readFileSync(path.join(import.meta.dirname, '../schemas/jenkins-junit.xsd'), 'utf8');
  const problems: string[] = [];
  for (let start = 0; start < texts.length; start += junitBatch) {
    const xml = texts.slice(start, start + junitBatch).map((contents, i) => ({ fileName: `report-${start + i}.xml`, contents }));
    const { errors } = await validateXML({ xml, schema, maxMemoryPages: 16_384 });
    problems.push(...errors.map((error) => error.message));
  }
  return problems;
}

type HtmlNode = DefaultTreeAdapterMap['childNode'];

const tags = [
  'h2',
  'h3',
  'h4',
  'p',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'code',
  'br',
  'strong',
  'em',
  'sub',
  'details',
  'summary',
  'ul',
  'ol',
  'li',
  'a',
  'pre',
];

/** Markdown as GitHub renders it: CommonMark with tables, autolinks, strikethrough, footnotes and raw HTML. */
export function rendered(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
}

/**
 * A Markdown report as the page it becomes: only the elements that archlint writes, no attributes but addresses of known documentation, and outside of code
 * nothing that GitHub or GitLab turn into a mention, a reference or a link.
 */
export function markdownProblems(markdown: string, knownLinks: ReadonlySet<string>): readonly string[] {
  const problems: string[] = [];
  const visit = (node: HtmlNode, inCode: boolean): void => {
    if (node.nodeName === '#text' && !inCode && 'value' in node)
      problems.push(...(node.value.match(/@\w+|[#!]\d+|\w+:\/\/\S+|www\.\S+/g) ?? []).map((t) => `text ${t}`));
    if (node.nodeName === '#comment') problems.push('a comment');
    if ('tagName' in node) {
      if (!tags.includes(node.tagName)) problems.push(`element ${node.tagName}`);
      const link = node.attrs.find(({ name }) => name === 'href')?.value;
      if (node.attrs.some(({ name }) => name !== 'href' && name !== 'class')) problems.push(`attribute of ${node.tagName}`);
      if (link !== undefined && !knownLinks.has(link)) problems.push(`link ${link}`);
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child, inCode || node.nodeName === 'code' || node.nodeName === 'a');
  };
  for (const node of parseFragment(rendered(markdown)).childNodes) visit(node, false);
  return problems;
}

/** The addresses that rules name in their documentation: the only links of a Markdown report. */
export function documentationLinks(metas: readonly RuleMeta[]): ReadonlySet<string> {
  return new Set(
    metas.flatMap((meta) => [
      ...(meta.references ?? []),
      ...[...`${meta.why} ${meta.fix} ${meta.whenNot ?? ''}`.matchAll(/\]\(([^)]+)\)/g)].map(([, url]) => url ?? ''),
    ]),
  );
}
