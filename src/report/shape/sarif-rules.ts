import type { SeverityOrOff } from '../../core/rule.js';
import { sarifText } from './escape.js';
import type { ListedRule } from './rule-list.js';
import { documentation, firstSentence, plainText } from './words.js';

/** SARIF's word for a severity. */
export function sarifLevel(severity: SeverityOrOff): 'error' | 'warning' | 'note' | 'none' {
  return ({ error: 'error', warn: 'warning', info: 'note', off: 'none' } as const)[severity];
}

/** What code scanning sorts and filters alerts by. */
const problemSeverity: Readonly<Record<SeverityOrOff, string>> = { error: 'error', warn: 'warning', info: 'recommendation', off: 'recommendation' };

/** A rule as a SARIF reportingDescriptor, with its whole documentation as help. */
export function sarifRule({ id, meta, severity }: ListedRule): Readonly<Record<string, unknown>> {
  const level = sarifLevel(severity);
  return {
    id,
    // A name that is the id but for its case is refused by the SARIF validator.
    ...(id.includes('-') ? { name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()) } : {}),
    shortDescription: { text: sentence(plainText(meta.summary)) },
    fullDescription: { text: sentence(firstSentence(meta.why)) },
    help: { text: sarifText(plainText(documentation(meta).join(' '))), markdown: documentation(meta).join('\n\n') },
    defaultConfiguration: level === 'none' ? { enabled: false } : { level },
    properties: { tags: ['architecture', 'microservices', meta.category], precision: 'high', 'problem.severity': problemSeverity[severity] },
  };
}

const sentence = (text: string): string => sarifText(/[.!?]$/.test(text) ? text : `${text}.`);
