import type { Finding, Report } from '../../core/report.js';
import { titlesOf } from './names.js';

const maxThings = 3;

/**
 * Gives what a finding is about, in few words that stay the same when lines move: its path, or its services and what else it names
 * (`billing, orders: table orders`).
 */
export function subjects(report: Report): (finding: Finding) => string {
  const title = titlesOf(report.graph);
  const services = new Set(report.graph.nodes.flatMap((node) => (node.kind === 'service' || node.kind === 'gateway' ? [node.id] : [])));
  return (finding) => {
    if (finding.path !== null) return finding.path.join(' → ');
    const things = finding.nodes.filter((id) => !services.has(id)).map(title);
    const shown = things.length > maxThings ? [...things.slice(0, maxThings), `${things.length - maxThings} more`] : things;
    return [finding.services.join(', '), shown.join(', ')].filter((part) => part !== '').join(': ');
  };
}
