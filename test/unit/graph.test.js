import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestCut, createDigraph, createGraphView, longestChains, matchOperation, proofOf, shortestCycle, shortestPath, sourceComponents, stronglyConnected, toGraphlib, } from '../../src/graph/index.js';
import { edge, seen, service, system } from '../support/graph-builder.js';
const size = 7;
const arcLists = fc.uniqueArray(fc.record({ from: fc.nat(size - 1), to: fc.nat(size - 1) }), { maxLength: 16, selector: (arc) => `${arc.from} ${arc.to}` });
/** Reachability by repeated squaring of the relation: the naive version. */
function reach(arcs) {
    const table = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => i === j));
    for (const arc of arcs)
        table[arc.from][arc.to] = true;
    for (let k = 0; k < size; k++)
        for (let i = 0; i < size; i++)
            for (let j = 0; j < size; j++)
                if (table[i]?.[k] && table[k]?.[j])
                    table[i][j] = true;
    return table;
}
/** Every path without repeated components, by exhaustion: the most component-crossing arcs from a node to each component without exit. */
function longestByExhaustion(graph, of, source) {
    const best = new Map();
    const leaving = new Set(graph.arcs.filter((arc) => of[arc.from] !== of[arc.to]).map((arc) => of[arc.from]));
    const walk = (component, length) => {
        if (!leaving.has(component))
            best.set(component, Math.max(best.get(component) ?? 0, length));
        for (const arc of graph.arcs)
            if (of[arc.from] === component && of[arc.to] !== component)
                walk(of[arc.to], length + 1);
    };
    walk(of[source], 0);
    return best;
}
const connected = (arcs) => arcs.every((arc, i) => i === 0 || arcs[i - 1]?.to === arc.from);
describe('strongly connected components', () => {
    it('are the classes of mutual reachability, numbered so that arcs lead downwards', () => {
        fc.assert(fc.property(arcLists, (arcs) => {
            const { of, members } = stronglyConnected(createDigraph(size, arcs));
            const reaches = reach(arcs);
            for (let i = 0; i < size; i++) {
                expect(members[of[i]]).toContain(i);
                for (let j = 0; j < size; j++)
                    expect(of[i] === of[j]).toBe(reaches[i]?.[j] === true && reaches[j]?.[i] === true);
            }
            for (const arc of arcs)
                expect(of[arc.from]).toBeGreaterThanOrEqual(of[arc.to]);
        }));
    });
    it('take a chain and a ring of 20,000 nodes', () => {
        const chain = Array.from({ length: 19_999 }, (_, i) => ({ from: i, to: i + 1 }));
        expect(stronglyConnected(createDigraph(20_000, chain)).members).toHaveLength(20_000);
        expect(stronglyConnected(createDigraph(20_000, [...chain, { from: 19_999, to: 0 }])).members).toHaveLength(1);
    });
});
describe('longest chains', () => {
    it('are as long as exhaustion finds, to every end, and are paths', () => {
        fc.assert(fc.property(arcLists, (arcs) => {
            const graph = createDigraph(size, arcs);
            const components = stronglyConnected(graph);
            for (const source of sourceComponents(graph, components)) {
                const members = components.members[source] ?? [];
                const chains = longestChains(graph, components, members, () => 1, 0);
                const naive = longestByExhaustion(graph, components.of, members[0]);
                expect(new Map(chains.map((chain) => [components.of[chain.arcs.at(-1)?.to], chain.length]))).toEqual(new Map([...naive].filter(([, length]) => length > 0)));
                for (const chain of chains) {
                    expect(connected(chain.arcs)).toBe(true);
                    expect(chain.arcs.filter((arc) => components.of[arc.from] !== components.of[arc.to])).toHaveLength(chain.length);
                }
            }
        }));
    });
    it('take 20,000 nodes in a row', () => {
        const graph = createDigraph(20_000, Array.from({ length: 19_999 }, (_, i) => ({ from: i, to: i + 1 })));
        const [chain, ...others] = longestChains(graph, stronglyConnected(graph), [0], () => 1, 2);
        expect(chain?.length).toBe(19_999);
        expect(others).toEqual([]);
    });
    it('pass a component by its shortest way', () => {
        // 1 → 2 → 3 → 1 is a component entered at 1 and left at 3; 1 → 3 is the short way.
        const graph = createDigraph(5, [arc(0, 1), arc(1, 2), arc(2, 3), arc(3, 1), arc(1, 3), arc(3, 4)]);
        const [chain] = longestChains(graph, stronglyConnected(graph), [0], () => 1, 0);
        expect(chain).toEqual({ length: 2, arcs: [arc(0, 1), arc(1, 3), arc(3, 4)] });
    });
});
const arc = (from, to) => ({ from, to });
describe('shortest paths and cycles', () => {
    it('are as short as exhaustion finds', () => {
        fc.assert(fc.property(arcLists, (arcs) => {
            const graph = createDigraph(size, arcs);
            const reaches = reach(arcs);
            for (let from = 0; from < size; from++) {
                for (let to = 0; to < size; to++) {
                    const path = shortestPath(graph, [from], new Set([to]));
                    expect(path !== undefined).toBe(reaches[from]?.[to] === true);
                    if (path)
                        expect(connected(path)).toBe(true);
                }
            }
            for (const members of stronglyConnected(graph).members.filter((m) => m.length > 1)) {
                const cycle = shortestCycle(graph, members) ?? [];
                expect(connected(cycle)).toBe(true);
                expect(cycle[0]?.from).toBe(cycle.at(-1)?.to);
                const naive = Math.min(...members.flatMap((node) => graph.arcs
                    .filter((a) => a.from === node && a.to !== node && members.includes(a.to))
                    .map((a) => 1 + (shortestPath(graph, [a.to], new Set([node]))?.length ?? Number.POSITIVE_INFINITY))));
                expect(cycle).toHaveLength(naive);
            }
        }));
    });
    it('a ring of 20,000 nodes ends soon and is its own shortest cycle', () => {
        const ring = createDigraph(20_000, Array.from({ length: 20_000 }, (_, i) => arc(i, (i + 1) % 20_000)));
        expect(shortestCycle(ring, Array.from({ length: 20_000 }, (_, i) => i))).toHaveLength(20_000);
    });
    it('the cut breaks every cycle where one arc can', () => {
        // 0 → 1 → 2 → 0 and 0 → 2 → 0: only 2 → 0 lies on both, though 0 → 2 is cheaper.
        const graph = createDigraph(3, [arc(0, 1), arc(1, 2), arc(2, 0), arc(0, 2)]);
        const cost = (a) => (a.from === 0 ? 1 : 5);
        const cycle = shortestCycle(graph, [0, 1, 2]) ?? [];
        expect(cycle).toEqual([arc(0, 2), arc(2, 0)]);
        expect(cheapestCut(graph, [0, 1, 2], cycle, cost, () => 0)).toEqual({ arc: arc(2, 0), breaksAll: true });
    });
    it('else it is the cheapest of the cycle shown', () => {
        const graph = createDigraph(3, [arc(0, 1), arc(1, 0), arc(1, 2), arc(2, 1)]);
        const cycle = [arc(0, 1), arc(1, 0)];
        expect(cheapestCut(graph, [0, 1, 2], cycle, (a) => a.to, () => 0)).toEqual({ arc: arc(1, 0), breaksAll: false });
    });
});
describe('matching a call with entries', () => {
    const match = (called, ...entries) => {
        const operation = (text) => ({ method: text.split(' ')[0] ?? '', path: text.split(' ')[1] ?? '' });
        return matchOperation(operation(called), entries.map((text) => ({ id: text, ...operation(text) })));
    };
    it.each([
        ['parameters match one segment', 'GET /orders/*', ['GET /orders/:id'], ['GET /orders/:id']],
        ['a parameter matches no two segments', 'GET /orders/*/lines', ['GET /orders/:id'], []],
        ['the method must be equal', 'POST /orders', ['GET /orders', '* /orders'], ['* /orders']],
        ['methods are compared without case', 'get /orders', ['GET /orders'], ['GET /orders']],
        ['a template of parameters alone links nothing', 'GET /*', ['GET /:id'], []],
        ['the root alone links nothing', 'GET /', ['GET /'], []],
        ['a parameter against a literal is no literal pair', 'GET /*/x', ['GET /orders/:id'], []],
        ['an entry may be the end of the called path', 'GET /api/v1/orders/*', ['GET /orders/:id'], ['GET /orders/:id']],
        ['but at a segment border only', 'GET /api/backorders', ['GET /orders'], []],
        ['and with a literal segment', 'GET /api/orders/7', ['GET /:id'], []],
        ['an entry is not longer than the call', 'GET /orders', ['GET /api/orders'], []],
        ['the literal entry wins over the parameter', 'GET /orders/recent', ['GET /orders/:id', 'GET /orders/recent'], ['GET /orders/recent']],
        ['the parameter wins for a parameter', 'GET /orders/*', ['GET /orders/recent', 'GET /orders/:id'], ['GET /orders/:id']],
        ['the whole path wins over its end', 'GET /api/orders', ['GET /orders', 'GET /api/orders'], ['GET /api/orders']],
        ['queries do not count', 'GET /orders?open=1', ['GET /orders'], ['GET /orders']],
        ['a double star takes the rest', 'GET /orders/7/lines', ['GET /orders/**'], ['GET /orders/**']],
    ])('%s', (_, called, entries, expected) => {
        expect(match(called, ...entries)).toEqual(expected);
    });
    it('an unknown path links nothing, an unknown method any', () => {
        const entries = [{ id: 'a', method: 'GET', path: '/orders' }];
        expect(matchOperation({ method: 'GET', path: null }, entries)).toEqual([]);
        expect(matchOperation({ method: null, path: '/orders' }, entries)).toEqual(['a']);
        expect(matchOperation({ method: null, path: '/orders' }, [{ id: 'b', method: null, path: null }])).toEqual([]);
    });
    it('a route leads to everything below its path, and takes it', () => {
        expect(matchOperation({ method: null, path: '/orders' }, [{ id: 'a', method: 'GET', path: '/orders/:id' }], true)).toEqual(['a']);
        expect(matchOperation({ method: null, path: '/orders' }, [{ id: 'a', method: 'GET', path: '/stock/:id' }], true)).toEqual([]);
        expect(matchOperation({ method: 'GET', path: '/orders/7' }, [{ id: 'a', method: null, path: '/orders', prefix: true }])).toEqual(['a']);
    });
});
describe('proof', () => {
    it('takes lines in turn, so that every group is represented among 20', () => {
        const many = (file, count) => Array.from({ length: count }, (_, i) => seen(`${file}:${i + 1}`));
        const proof = proofOf([
            { of: 'orders', lines: many('orders.ts', 40) },
            { of: 'billing', lines: many('billing.ts', 2) },
            { of: 'stock', lines: many('stock.ts', 1) },
        ]);
        expect(proof?.locations).toHaveLength(20);
        expect(proof?.locations.slice(17)).toEqual([
            { file: 'billing.ts', line: 1 },
            { file: 'billing.ts', line: 2 },
            { file: 'stock.ts', line: 1 },
        ]);
    });
    it('shows a shared line once, and nothing where there is none', () => {
        expect(proofOf([
            { of: 'orders', lines: [seen('a.ts:1 x')] },
            { of: 'billing', lines: [seen('a.ts:1 x'), seen('b.ts:2')] },
        ])).toEqual({
            locations: [
                { file: 'a.ts', line: 1 },
                { file: 'b.ts', line: 2 },
            ],
            notes: ['orders: x', 'billing'],
        });
        expect(proofOf([{ of: 'orders', lines: [] }])).toBeUndefined();
    });
});
describe('the view', () => {
    const [orders, billing, stock] = [service('orders'), service('billing'), service('stock')];
    const graph = createGraphView(system({
        nodes: [stock, orders, billing],
        edges: [edge('calls', stock, orders, ['s.ts:1']), edge('calls', billing, orders, ['b.ts:1']), edge('starts-after', billing, stock, ['c.yml:1'])],
    }));
    it('answers in sorted order, by kind and end', () => {
        expect(graph.nodes('service').map((node) => node.name)).toEqual(['billing', 'orders', 'stock']);
        expect(graph.incoming(orders.id).map((e) => e.from)).toEqual([billing.id, stock.id]);
        expect(graph.outgoing(billing.id, 'calls').map((e) => e.to)).toEqual([orders.id]);
        expect(graph.edges('starts-after')).toHaveLength(1);
        expect(graph.node('service:none')).toBeUndefined();
        expect(graph.outgoing('service:none')).toEqual([]);
    });
    it('names like __proto__ stay names in graphlib', () => {
        const odd = service('__proto__');
        const lib = toGraphlib(system({ nodes: [odd, orders], edges: [edge('calls', odd, orders, ['a.ts:1'])] }));
        expect(lib.nodes()).toEqual(['service:__proto__', 'service:orders']);
        expect(lib.edges()).toEqual([{ v: 'service:__proto__', w: 'service:orders', name: 'calls' }]);
        expect(Object.prototype).not.toHaveProperty('service:orders');
    });
});
