import type { Location } from '../../core/location.js';
import { formatMessage } from '../../core/message.js';
import type { Finding, Report } from '../../core/report.js';
import type { Severity } from '../../core/rule.js';
import type { LineLinks } from '../options.js';
import type { FindingBlock, ProofRow } from './blocks.js';
import { html, mdCell, uri } from './escape.js';
import { clip } from './layout.js';

/** A severity for people: its word, with a colour. */
const marks: Readonly<Record<Severity, string>> = { error: '🔴 error', warn: '🟠 warn', info: '🔵 info' };
const maxText = 200;

/** `file:line` as inert code for a table cell; a link to the line where it can be looked at. */
export function placeCell({ file, line }: Location, links?: LineLinks): string {
  const text = mdCell(`${file}:${line}`);
  return links === undefined ? text : `[${text}](${links.base}${bracketed(uri(links.folder + file))}#L${line})`;
}

/** Parentheses would end a Markdown link. */
const bracketed = (address: string): string => address.replaceAll('(', '%28').replaceAll(')', '%29');

/**
 * Gives the message of a finding as Markdown for a table cell: the rule's own words as they are, every name in them as code. Where the rule's words are
 * not known, the whole message is code.
 */
export function messageCells(report: Report): (finding: Finding) => string {
  const names = new Set(report.graph.nodes.map((node) => node.name));
  return (finding) => {
    const template = Object.hasOwn(report.rules, finding.ruleId) ? report.rules[finding.ruleId]?.messages[finding.messageId] : undefined;
    if (template === undefined || !fits(template, finding)) return mdCell(clip(finding.message, maxText));
    const isWord = (value: string): boolean => /^[a-z]+( [a-z]+)*$/.test(value) && !names.has(value) && !finding.services.includes(value);
    return formatMessage(template, finding.data, (value) => (isWord(value) ? value : mdCell(clip(value, maxText))));
  };
}

const fits = (template: string, { data }: Finding): boolean =>
  [...template.matchAll(/\{\{(\w+)\}\}/g)].every(([, name]) => name !== undefined && Object.hasOwn(data, name));

/** A Markdown table; cells are Markdown already. */
export function mdTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A folded part; the title is HTML, the content Markdown. */
export function folded(title: string, content: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Several messages in one table cell, at most `limit`, then how many more there are. */
function messagesCell(messages: readonly string[], limit: number): string {
  const more = messages.length > limit ? [`… and ${messages.length - limit} more`] : [];
  const shown = messages.slice(0, limit).map((message) => (messages.length > 1 ? `• ${message}` : message));
  return [...shown, ...more].join('<br>');
}

/** One row for each block: gravity (or another mark), rules, what was found, where. */
export function findingsTable(
  blocks: readonly FindingBlock[],
  messageOf: (finding: Finding) => string,
  maxMessages: number,
  links?: LineLinks,
  mark?: string,
): string {
  return mdTable(
    ['', 'rule', 'finding', 'where'],
    blocks.map(({ findings }) => [
      mark ?? marks[findings[0].severity],
      [...new Set(findings.map((finding) => finding.ruleId))].map(mdCell).join('<br>'),
      messagesCell(findings.map(messageOf), maxMessages),
      placeCell(findings[0].locations[0], links),
    ]),
  );
}

/** The lines that prove a block. */
export function proofTable(rows: readonly ProofRow[], links?: LineLinks): string {
  return mdTable(
    ['what', 'where', 'shows'],
    rows.map((row) => [row.label === '' ? '' : mdCell(row.label), placeCell(row, links), row.text === '' ? '' : mdCell(clip(row.text, maxText))]),
  );
}

/** Title of a block for a folded part, as HTML: gravity, rules and the services concerned. */
export function blockTitle({ findings }: FindingBlock): string {
  const rules = [...new Set(findings.map((finding) => finding.ruleId))].map((id) => `<code>${html(id)}</code>`);
  const path = findings.length === 1 ? findings[0].path : null;
  const names = path === null ? [...new Set(findings.flatMap((finding) => finding.services))] : path;
  const shown = names.length > 8 ? [...names.slice(0, 8), `${names.length - 8} more`] : names;
  return `${marks[findings[0].severity]} ${rules.join(', ')}: <code>${html(shown.join(path === null ? ', ' : ' → '))}</code>`;
}
