import type { Evidence } from '../core/location.js';
import type { Text } from './texts.js';
import { TOKEN } from './terms.js';

/** A channel as its contract says: what publisher and consumer meet on. */
export interface ChannelRef {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly technology: string;
  readonly inferred: boolean;
  readonly evidence: readonly Evidence[];
}
/** A channel under the name that a text gives. */
export function ref(technology: string, name: string, aliases: readonly string[], text: Text, type?: { readonly evidence: Evidence }): ChannelRef {
  return {
    id: `channel:${technology}/${name}`,
    name,
    aliases: aliases.filter((a) => a !== name && a !== '' && !a.startsWith(TOKEN)),
    technology,
    inferred: text.inferred,
    evidence: [...text.evidence, ...(type === undefined ? [] : [type.evidence])],
  };
}

/** The channel with further lines that show it. */
export function withEvidence(channel: ChannelRef, evidence: readonly Evidence[]): ChannelRef {
  return { ...channel, evidence: [...channel.evidence, ...evidence] };
}

/** The last part of a queue URL or ARN. */
export function shortName(text: string): string {
  if (/^arn:[^:]*:(sqs|sns|kinesis|events|lambda):/.test(text)) return text.split(/[:/]/).at(-1) ?? text;
  if (/^https?:\/\//.test(text))
    return (
      text
        .replace(/[/?#]+$/, '')
        .split('/')
        .at(-1) ?? text
    );
  return text;
}

/** Channels without repeats. */
export function distinctRefs(refs: readonly ChannelRef[]): ChannelRef[] {
  const seen = new Map<string, ChannelRef>();
  for (const r of refs) if (!seen.has(r.id)) seen.set(r.id, r);
  return [...seen.values()];
}
