import { markUnknown } from '../../parse/marks.js';
import type { TreeNode } from '../../parse/tree.js';
import { Evaluator } from '../go-template/evaluator.js';
import { Output } from '../go-template/output.js';
import { Session, withoutReserved } from '../go-template/session.js';
import { TemplateCache, TemplateSet } from '../go-template/templates.js';
import { chartFunctions } from '../helm/functions.js';
import type { Parameters } from './parameters.js';

/** Fills a text of an ApplicationSet's template. */
export type Fill = (text: string, parameters: Parameters) => string;

const steps = 200_000;
const maxText = 100_000;

/** `{{ path.basename }}`: what is not given is unknown. */
export const plainFill: Fill = (text, { dotted }) =>
  text.replace(/\{\{([^{}]{0,200})\}\}/g, (_, name: string) => dotted.get(name.trim()) ?? markUnknown(name.trim(), 'parameter')).slice(0, maxText);

/** Go templates (`goTemplate: true`). One budget is for all texts of a set. */
export function goFill(): Fill {
  const cache = new TemplateCache();
  const budget = { steps };
  return (text, { nested }) => {
    const session = new Session([budget], { say: () => undefined });
    const set = new TemplateSet(cache);
    if (set.add('', '', withoutReserved(text)) !== undefined) return text;
    const body = set.get('');
    const out = new Output();
    const enough = body !== undefined && new Evaluator(set.world(session, chartFunctions)).render(body, nested, out);
    return enough ? session.expand(out.text()).slice(0, maxText) : markUnknown('a template', 'too-many');
  };
}

/** A tree with every text filled; lines stay. */
export function filled(node: TreeNode, fill: Fill, parameters: Parameters): TreeNode {
  if (node.kind === 'map') {
    const entries = node.entries.map((e) => ({ ...e, key: filledText(e.key, fill, parameters), value: filled(e.value, fill, parameters) }));
    return { ...node, entries };
  }
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => filled(item, fill, parameters)) };
  if (!node.text.includes('{{')) return node;
  const text = filledText(node.text, fill, parameters);
  return { ...node, text, value: text };
}

function filledText(text: string, fill: Fill, parameters: Parameters): string {
  return text.includes('{{') ? fill(text, parameters) : text;
}
