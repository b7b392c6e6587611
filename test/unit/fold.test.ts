import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, GraphNode, ServiceNode } from '../../src/core/graph.js';
import type { Report } from '../../src/core/report.js';
import { defaultGraphOptions, type GraphOptions } from '../../src/report/options.js';
import { drawGraph } from '../../src/report/shape/drawing/draw-graph.js';
import type { Drawing } from '../../src/report/shape/drawing/drawing.js';
import { chooseGrouping } from '../../src/report/shape/drawing/grouping.js';
import { edgesOf, lineLabel } from '../../src/report/shape/drawing/lines.js';
import { channel, datastore, edge, gateway, service, system, table } from '../support/graph-builder.js';
import { external, sampleReport } from '../support/sample-report.js';

const draw = (nodes: readonly GraphNode[], edges: readonly Edge[], options: Partial<GraphOptions> = {}, more: Partial<Report> = {}): Drawing =>
  drawGraph({ ...sampleReport, findings: [], ...more, graph: system({ nodes, edges }) }, { ...defaultGraphOptions, ...options });
const lines = (drawing: Drawing): readonly string[] => drawing.lines.map((line) => `${line.from} ${line.manner} ${line.to} ${lineLabel(line)}`.trim());
const titles = (drawing: Drawing): readonly string[] => drawing.nodes.map((node) => [...node.title, node.detail].filter((text) => text !== '').join(' | '));
const called = (from: GraphNode, to: GraphNode, more: Partial<Edge> = {}): Edge => edge('calls', from, to, ['a.ts:1'], { protocol: 'http', ...more });

/** Four domains of twenty services; each service calls the next of its domain, each domain's first the next domain's first and second. */
function domains(make: (domain: string, i: number) => ServiceNode): { readonly nodes: readonly ServiceNode[]; readonly edges: readonly Edge[] } {
  const names = ['billing', 'catalog', 'orders', 'search'];
  const groups = names.map((name) => Array.from({ length: 20 }, (_, i) => make(name, i)));
  const at = (d: number, i: number): ServiceNode => groups[d % 4]?.[i % 20] as ServiceNode;
  const inner = groups.flatMap((group, d) => group.map((one, i) => called(one, at(d, i + 1))));
  const outer = groups.flatMap((_, d) => [called(at(d, 0), at(d + 1, 0)), called(at(d, 0), at(d + 1, 1), { protocol: 'grpc' })]);
  return { nodes: groups.flat(), edges: [...inner, ...outer] };
}
const byName = domains((domain, i) => service(`acme-${domain}-${i}`, { path: `services/acme-${domain}-${i}` }));
const random = domains((domain, i) => service(`s${(domain.length * 31 + domain.charCodeAt(0) * 7919 + i * 104_729) % 99_991}`, { path: null }));

describe('a drawing of more than 60 nodes', () => {
  it('is folded into groups with what only they use; lines carry counts', () => {
    const [first, second] = [byName.nodes[0], byName.nodes[20]] as [ServiceNode, ServiceNode];
    const [own, shared] = [datastore('db', 'own'), datastore('db', 'shared')];
    const [news, edgeNode] = [channel('news'), gateway('edge')];
    const edges = [
      ...byName.edges,
      edge('accesses', first, own, ['a.ts:1'], { access: 'write' }),
      ...[first, second].map((one) => edge('accesses', one, shared, ['a.ts:1'], { access: 'write' })),
      edge('publishes', first, news, ['a.ts:1']),
      edge('consumes', second, news, ['a.ts:1']),
      edge('routes', edgeNode, first, ['a.ts:1'], { protocol: 'http' }),
    ];
    const drawing = draw([...byName.nodes, own, shared, news, edgeNode], edges);
    expect(titles(drawing)).toEqual([
      'db/shared | postgresql',
      'acme-billing* | 20 services, 1 data store',
      'acme-catalog* | 20 services',
      'acme-orders* | 20 services',
      'acme-search* | 20 services',
      'edge | nginx',
    ]);
    const group = (name: string): string => `folded:group:acme-${name}*`;
    expect(lines(drawing)).toEqual([
      `${group('billing')} access datastore:db/shared`,
      `${group('billing')} call ${group('catalog')} ×2`,
      `${group('billing')} message ${group('catalog')}`,
      `${group('catalog')} access datastore:db/shared`,
      `${group('catalog')} call ${group('orders')} ×2`,
      `${group('orders')} call ${group('search')} ×2`,
      `${group('search')} call ${group('billing')} ×2`,
      `gateway:edge route ${group('billing')}`,
    ]);
    expect(drawing.notes).toEqual([
      "84 nodes, folded by name. Closer: --focus 'acme-billing*', --focus NODE, --reaches NODE, --between A,B, --only-findings. Everything: --group-by none",
    ]);
  });

  it('is not folded when grouped by none, nor at 60 nodes', () => {
    expect(draw(byName.nodes, byName.edges, { groupBy: 'none' }).nodes).toHaveLength(80);
    const sixty = byName.nodes.slice(0, 60);
    const ids = new Set(sixty.map((node) => node.id));
    const drawing = draw(
      sixty,
      byName.edges.filter((one) => ids.has(one.from) && ids.has(one.to)),
    );
    expect(drawing.nodes).toHaveLength(60);
    expect(drawing.notes).toEqual([]);
  });

  it('leaves open what the question is about', () => {
    const first = byName.nodes[0] as ServiceNode;
    const drawing = draw(byName.nodes, byName.edges, { focus: [first.id], depth: 20 });
    expect(drawing.nodes.find((node) => node.id === first.id)).toMatchObject({ look: 'service', asked: true });
    expect(drawing.nodes.length).toBeLessThan(10);
    expect(lines(drawing)).toContain(`${first.id} call folded:group:acme-catalog* ×2`);
  });

  it('keeps the gravest finding of a group visible', () => {
    const [finding] = sampleReport.findings.filter((one) => one.severity === 'error');
    if (finding === undefined) throw new Error('no error');
    const found = { ...finding, nodes: [byName.nodes[3]?.id ?? ''], services: [] };
    const drawing = draw(byName.nodes, byName.edges, { highlight: true }, { findings: [found] });
    expect(drawing.nodes[0]?.mark).toEqual([{ rule: finding.ruleId, severity: 'error' }]);
    expect(drawing.nodes[1]?.mark).toBeUndefined();
  });

  it('puts tables, third parties and channels together where few services use very many', () => {
    const one = service('one');
    const [two, shop] = [service('two'), datastore('db', 'shop')];
    const tables = Array.from({ length: 50 }, (_, i) => table(shop, `t${i}`));
    const parties = Array.from({ length: 40 }, (_, i) => external(`api${i}.example.com`));
    const edges = [
      ...tables.map((rows, i) => edge('accesses', i % 2 ? one : two, rows, ['a.ts:1'], { access: i % 3 ? 'read' : 'write' })),
      ...tables.map((rows) => edge('accesses', service('three'), rows, ['a.ts:1'], { access: 'read' })),
      ...parties.map((party, i) => edge('uses', i % 2 ? one : two, party, ['a.ts:1'], i % 3 ? {} : { when: `profile ${i}` })),
    ];
    const drawing = draw([one, two, service('three'), shop, ...tables, ...parties], edges, { level: 'all' });
    expect(drawing.nodes.length).toBeLessThanOrEqual(60);
    expect(titles(drawing)).toEqual(expect.arrayContaining(['one | typescript', 'three | typescript', 'two | typescript']));
  });

  it('comes down to 60 nodes whatever the system', () => {
    const world = fc.record({
      services: fc.integer({ min: 61, max: 200 }),
      calls: fc.integer({ min: 0, max: 300 }),
      seed: fc.integer({ min: 1, max: 99_999 }),
    });
    fc.assert(
      fc.property(world, ({ services, calls, seed }) => {
        const nodes = Array.from({ length: services }, (_, i) =>
          service(`${'abcdefgh'[(i * seed) % 8]}${i}`, { path: i % 3 ? `${(i * seed) % 50}/x${i}` : null }),
        );
        const pick = (i: number): ServiceNode => nodes[(i * seed * 7 + i * i) % services] as ServiceNode;
        const topics = Array.from({ length: 30 }, (_, i) => channel(`t${i}`));
        const edges = [
          ...Array.from({ length: calls }, (_, i) => called(pick(i), pick(i + 3))),
          ...topics.flatMap((topic, i) => [edge('publishes', pick(i), topic, ['a.ts:1']), edge('consumes', pick(i + 11), topic, ['a.ts:1'])]),
        ];
        const drawing = draw([...nodes, ...topics], edges);
        expect(drawing.nodes.length).toBeLessThanOrEqual(60);
        const shown = new Set(drawing.nodes.map((node) => node.id));
        for (const line of drawing.lines) expect(shown.has(line.from) && shown.has(line.to)).toBe(true);
        const held = drawing.nodes.reduce((sum, node) => sum + (node.holds?.get('service') ?? (node.look === 'service' ? 1 : 0)), 0);
        expect(held).toBe(services);
        expect(draw([...nodes, ...topics].toReversed(), edges.toReversed())).toEqual(drawing);
      }),
      { numRuns: 30, seed: 20_261_124 },
    );
  });
});

describe('the grouping of a large system', () => {
  const chosen = (parts: { readonly nodes: readonly ServiceNode[]; readonly edges: readonly Edge[] }): string => {
    const grouping = chooseGrouping(parts.nodes, parts.edges, undefined);
    const names = new Set(parts.nodes.map((node) => grouping.groupOf(node)));
    return `${grouping.by}: ${[...names].toSorted().join(' ')}`;
  };

  it('is by context, team, namespace, folder, name, whichever comes first and divides the system', () => {
    const make = (more: (domain: string, i: number) => Partial<ServiceNode>) =>
      domains((domain, i) => service(`${domain}-${i}`, { path: `services/${domain}-${i}`, ...more(domain, i) }));
    expect(chosen(make((domain) => ({ team: `t-${domain}`, context: domain })))).toBe('context: billing catalog orders search');
    expect(chosen(make((domain) => ({ team: `t-${domain}` })))).toBe('team: t-billing t-catalog t-orders t-search');
    expect(chosen(make((domain) => ({ namespace: domain })))).toBe('namespace: billing catalog orders search');
    expect(chosen(make((domain, i) => ({ path: `src/${domain}/s${i}` })))).toBe('folder: billing catalog orders search');
    expect(chosen(make((domain, i) => ({ path: `src/apps/${domain}/s${i}`, ...(i > 18 ? { path: `src/tools/x${i}` } : {}) })))).toBe(
      'folder: apps/billing apps/catalog apps/orders apps/search tools/x19',
    );
    expect(chosen(make(() => ({ team: 'all of us' })))).toBe('name: billing* catalog* orders* search*');
    expect(chosen(byName)).toBe('name: acme-billing* acme-catalog* acme-orders* acme-search*');
  });

  it('is by who calls whom where names and folders say nothing', () => {
    const grouping = chooseGrouping(random.nodes, random.edges, undefined);
    expect(grouping.by).toBe('who calls whom');
    expect(grouping.focus).toBeUndefined();
    const groups = random.nodes.map((node) => grouping.groupOf(node));
    for (const start of [0, 20, 40, 60]) for (const group of groups.slice(start + 3, start + 17)) expect(group).toMatch(/^around s\d+$/);
    expect(new Set(groups).size).toBeLessThan(20);
    expect(chooseGrouping(random.nodes.toReversed(), random.edges.toReversed(), undefined).groupOf(random.nodes[7] as ServiceNode)).toBe(groups[7]);
  });

  it('keeps two circles of friends apart, and a service without connections', () => {
    const circle = (name: string): readonly ServiceNode[] => Array.from({ length: 5 }, (_, i) => service(`${name}${i}x`, { path: null }));
    const [left, right, lone] = [circle('l'), circle('r'), service('lone', { path: null })];
    const all = (nodes: readonly ServiceNode[]): readonly Edge[] => nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => called(from, to)));
    const bridge = called(left[0] as ServiceNode, right[0] as ServiceNode);
    const { groupOf } = chooseGrouping([...left, ...right, lone], [...all(left), ...all(right), bridge], undefined);
    expect(left.map(groupOf)).toEqual(left.map(() => 'around l0x'));
    expect(right.map(groupOf)).toEqual(right.map(() => 'around r0x'));
    expect(groupOf(lone)).toBe('without connections');
  });
});

describe('nodes that differ in name alone', () => {
  it('share a box that lists their names, as long as findings say the same of them', () => {
    const [one, two, shop] = [service('one'), service('two'), datastore('db', 'shop')];
    const tables = Array.from({ length: 11 }, (_, i) => table(shop, `t${String(i).padStart(2, '0')}`));
    const edges = tables.map((rows, i) => edge('accesses', one, rows, ['a.ts:1'], { access: i === 10 ? 'write' : 'read' }));
    edges.push(edge('accesses', two, tables[0] as GraphNode, ['a.ts:1'], { access: 'read' }));
    const drawing = draw([one, two, shop, ...tables], edges, { level: 'all' });
    expect(titles(drawing)).toEqual(['one | typescript', 'two | typescript', 't00', 't01 | t02 | t03 | t04 | t05 | t06 | t07 | … 2 more', 't10']);
    expect(drawing.nodes.find((node) => node.title.length > 1)?.tip).toContain('table:db/shop/t09');
    expect(drawing.lines.map(edgesOf)).toEqual([1, 1, 1, 1]);
    expect(drawing.frames).toEqual([
      { kind: 'store', title: 'db/shop (postgresql)', nodes: ['table:db/shop/t00', 'table:db/shop/t01', 'table:db/shop/t10'], frames: [] },
    ]);
  });
});

describe('notes', () => {
  it('say that nothing leads from one node to the other', () => {
    const [one, two] = [service('one'), service('two')];
    const drawing = draw([one, two], [called(two, one)], { between: [one.id, two.id] });
    expect(drawing.notes).toEqual(['No calls, messages or data lead from the first node to the second']);
    expect(drawing.nodes).toHaveLength(2);
  });
});
