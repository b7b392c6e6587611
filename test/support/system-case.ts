import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { analyze } from '../../src/analyze.js';
import { loadConfig } from '../../src/config/index.js';
import type { Edge, NodeId, SystemGraph } from '../../src/core/graph.js';
import type { Finding, Report } from '../../src/core/report.js';
import { discoverFiles } from '../../src/discover/index.js';
import { createGraphView } from '../../src/graph/index.js';
import { judge } from '../../src/judge/index.js';
import { renderCheckJson } from '../../src/report/check-json.js';
import { renderGraphJson } from '../../src/report/graph-json.js';
import { defaultRenderOptions } from '../../src/report/options.js';
import { rules } from '../../src/rules/index.js';
import { metas } from './rule-case.js';

/** expected.yml of a folder of fixtures/systems: everything that must be found, and nothing else. */
export interface SystemCase {
  readonly title: string;
  /** `severity rule messageId: services @ file:line …`. */
  readonly findings: readonly string[];
  /** `orders -> stock calls http declared @ orders/src/x.ts:12 …`: services without their prefix, other nodes by id; every line of evidence. */
  readonly edges: readonly string[];
  /** `worker dynamic-target @ file:line`. */
  readonly unresolved: readonly string[];
  /** `gateway:edge -> orders /orders auth jwt, rate none @ file:line`: routes of configuration, with what guards them. */
  readonly routes?: readonly string[];
}

const today = '2026-01-01';

/** Analyses and judges a folder with all rules in the preset `recommended`. */
export async function reportOf(folder: string): Promise<Report> {
  const config = loadConfig({ cwd: folder, none: true, rules: metas });
  const { graph, files } = await analyze({ files: discoverFiles([folder], { ignore: config.ignore }), config });
  const judged = judge(createGraphView(graph), config, rules, { today });
  return { toolVersion: '0.0.0', ...judged, graph, files, rules: metas };
}

/** What expected.yml says, and the same of what is found. */
export async function runSystemCase(folder: string): Promise<{ readonly spec: SystemCase; readonly found: SystemCase }> {
  const spec = parse(readFileSync(path.join(folder, 'expected.yml'), 'utf8')) as SystemCase;
  const { graph, findings } = await reportOf(folder);
  const found: SystemCase = {
    title: spec.title,
    findings: findings.map(findingLine).sort(),
    edges: graph.edges.map(edgeLine).sort(),
    unresolved: unresolvedLines(graph).sort(),
    ...(spec.routes === undefined ? {} : { routes: graph.edges.flatMap(routeLines).sort() }),
  };
  return {
    spec: {
      ...spec,
      findings: [...spec.findings].sort(),
      edges: [...spec.edges].sort(),
      unresolved: [...spec.unresolved].sort(),
      ...(spec.routes && { routes: [...spec.routes].sort() }),
    },
    found,
  };
}

/** The report in a format that machines read. */
export function inJson(report: Report, command: 'check' | 'graph'): string {
  return { check: renderCheckJson, graph: renderGraphJson }[command](report, defaultRenderOptions);
}

function findingLine({ severity, ruleId, messageId, services, locations }: Finding): string {
  return `${severity} ${ruleId} ${messageId}: ${services.join(', ')} @ ${locations.map(place).join(' ')}`;
}

function edgeLine({ from, to, kind, protocol, access, certainty, when, evidence, sites }: Edge): string {
  const words = [kind, protocol, access, certainty, ...(when === undefined ? [] : ['when', when])].filter((word) => word !== undefined).join(' ');
  const via = [...new Set(sites.flatMap((site) => site.via ?? []))].map((gateway) => ` via ${gateway}`).join('');
  return `${short(from)} -> ${short(to)} ${words}${via} @ ${evidence.map(place).join(' ')}`;
}

function routeLines({ from, to, sites }: Edge): string[] {
  return sites.flatMap(({ route, evidence }) => {
    if (route === undefined) return [];
    const { hosts, methods, path, auth, rateLimit } = route;
    const words = [short(from), '->', short(to), ...methods, ...hosts, path ?? '*', 'auth', auth.kind ?? auth.state, 'rate', rateLimit.state];
    return [`${words.join(' ')} @ ${place(evidence[0])}`];
  });
}

function unresolvedLines(graph: SystemGraph): string[] {
  return graph.unresolved.map((row) => `${row.service === null ? '-' : short(row.service)} ${row.reason} @ ${place(row)}`);
}

const place = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;

const short = (id: NodeId): string => id.replace(/^service:/, '');
