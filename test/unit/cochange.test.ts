import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeSet, History, ReleaseEvent } from '../../src/core/history.js';
import { coDeploySets, createGraphView } from '../../src/graph/index.js';
import { historyEvidence } from '../../src/resolve/cochange.js';
import { jointCommits, releasedTogether, servicesReleased } from '../../src/resolve/coreleases.js';
import type { Identity, ServiceModel } from '../../src/resolve/model.js';
import { benjaminiHochberg, fisherExact } from '../../src/resolve/significance.js';
import { seen, service, system } from '../support/graph-builder.js';

describe('Fisher’s exact test', () => {
  it('gives the values of the tables', () => {
    // Fisher's tea (1935): 3 of 4 guessed right out of 8 cups; all 4 right.
    expect(fisherExact(3, 4, 4, 8)).toBeCloseTo(17 / 70, 10);
    expect(fisherExact(4, 4, 4, 8)).toBeCloseTo(1 / 70, 10);
    expect(fisherExact(10, 12, 14, 60)).toBeCloseTo(7.5239457e-7, 12);
  });

  it('is a probability that falls as the overlap grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 60, max: 200 }), (a, b, total) => {
        let before = 1;
        for (let k = Math.max(0, a + b - total); k <= Math.min(a, b); k += 1) {
          const p = fisherExact(k, a, b, total);
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(before + 1e-9);
          before = p;
        }
      }),
    );
  });

  it('corrected for the number of tests', () => {
    expect(benjaminiHochberg([0.01, 0.04, 0.03], 3)).toEqual([0.03, 0.04, 0.04]);
    expect(benjaminiHochberg([0.001], 100)).toEqual([0.1]);
  });
});

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `service-${String.fromCharCode(97 + i)}`);
const models = (count: number): ServiceModel[] =>
  names(count).map(
    (name): ServiceModel => ({
      id: `service:${name}`,
      name,
      aliases: [],
      path: `services/${name}`,
      entries: [],
      role: null,
      language: null,
      team: null,
      context: null,
      owns: [],
      certainty: 'deployed',
      starts: true,
      units: [],
      images: [],
      packages: [],
      builtWith: [],
      evidence: [seen('compose.yml:1')],
    }),
  );
const historyOf = (touched: readonly (readonly string[])[]): History => ({
  changes: touched.map(
    (services, i): ChangeSet => ({
      repository: '.',
      commit: i.toString(16).padStart(10, '0'),
      subject: `change ${i}`,
      time: i,
      files: services.length === 0 ? ['tools/x.ts'] : services.map((name) => `services/${name}/src/app.ts`),
    }),
  ),
  releases: [],
  commits: touched.length,
  leftOut: {},
  repositories: 1,
  shallow: [],
  months: 12,
});

/** Names of the sets that the default thresholds of lockstep-deploy find. */
function setsOf(touched: readonly (readonly string[])[], count: number): string[] {
  const history = historyEvidence(historyOf(touched), models(count));
  const graph = createGraphView({ ...system({ nodes: names(count).map((name) => service(name)) }), history });
  return coDeploySets(graph, { shared: 8, changes: 15, confidence: 0.5 }).map((set) => set.services.map((id) => id.replace('service:service-', '')).join(''));
}

/** mulberry32: a small seeded generator, so that every run sees the same histories. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('simulated histories', () => {
  const shapes: readonly (readonly [string, (next: () => number, services: readonly string[]) => string[]])[] = [
    ['each change touches each service by its own rate', (next, services) => services.filter((_, i) => next() < 0.08 + 0.35 * ((i * 7919) % 11) * 0.1)],
    [
      'each change touches one service, one in five a second one',
      (next, services) => [0, 1].flatMap((k) => (k === 0 || next() < 0.2 ? [services[Math.floor(next() * services.length)] ?? ''] : [])),
    ],
    ['a busy service and rare ones', (next, services) => services.filter((_, i) => next() < (i === 0 ? 0.7 : 0.12))],
  ];

  it('independent services stay silent: at most 10 of 1,000 histories say anything', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 1000; seed += 1) {
      const next = random(seed);
      const count = 2 + (seed % 11);
      const [, shape] = shapes[seed % shapes.length] ?? shapes[0] ?? ['', () => []];
      const changes = Array.from({ length: 100 + Math.floor(next() * 200) }, () => [...new Set(shape(next, names(count)))]);
      if (setsOf(changes, count).length > 0) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(10);
  });

  it('two coupled services among others are found in 950 of 1,000, and no others with them', () => {
    let found = 0;
    let wrong = 0;
    for (let seed = 1; seed <= 1000; seed += 1) {
      const next = random(seed);
      const count = 4 + (seed % 9);
      // Seven of ten changes of the one touch the other; both change some 40 times of 400.
      const changes = Array.from({ length: 400 }, () => {
        const touched = new Set(
          names(count)
            .slice(2)
            .filter(() => next() < 0.1),
        );
        if (next() < 0.1) {
          touched.add('service-a');
          if (next() < 0.7) touched.add('service-b');
        } else if (next() < 0.03) touched.add('service-b');
        return [...touched];
      });
      const sets = setsOf(changes, count);
      if (sets.includes('ab')) found += 1;
      if (sets.some((set) => set !== 'ab')) wrong += 1;
    }
    expect(found).toBeGreaterThanOrEqual(950);
    expect(wrong).toBeLessThanOrEqual(10);
  });
});

describe('what is counted', () => {
  it('changes of more than half of the services are sweeps', () => {
    const { leftOut, changes } = historyEvidence(historyOf([names(6), names(3), names(4)]), models(6));
    expect({ leftOut, changes }).toEqual({ leftOut: { sweep: 2 }, changes: 1 });
  });

  it('services of one folder, or one in the other, are one code base', () => {
    const [a, b, c] = models(3);
    if (!a || !b || !c) throw new Error('three services');
    const same = [a, { ...b, path: a.path }, { ...c, path: `${a.path}/worker` }];
    const touched = Array.from({ length: 20 }, () => ['service-a', 'service-a/worker']);
    expect(historyEvidence(historyOf(touched), same).coChanges).toEqual([]);
  });

  it('every number, and what to look at', () => {
    const touched = [
      ...Array.from({ length: 16 }, () => ['service-a', 'service-b']),
      ...Array.from({ length: 4 }, () => ['service-a']),
      ...Array.from({ length: 60 }, () => ['service-c']),
    ];
    expect(historyEvidence(historyOf(touched), models(3)).coChanges).toEqual([
      {
        a: 'service:service-a',
        b: 'service:service-b',
        shared: 16,
        changesOfA: 20,
        changesOfB: 16,
        changes: 80,
        confidence: 1,
        lift: 4,
        p: expect.any(Number) as number,
        examples: [0, 1, 2].map((i) => ({ commit: `000000000${i}`, subject: `change ${i}` })),
        fileOfA: 'services/service-a/src/app.ts',
        fileOfB: 'services/service-b/src/app.ts',
        repository: '.',
      },
    ]);
  });
});

describe('releases', () => {
  const released = (...sets: readonly (readonly string[])[]): History => ({
    ...historyOf([]),
    releases: sets.map(
      (services, i): ReleaseEvent => ({
        by: 'commit',
        repository: '.',
        commit: `c${i}`,
        subject: `release ${i}`,
        time: i,
        versions: services.map((name, at) => ({ subject: `${name}.image.tag`, file: 'values.yaml', line: at + 1 })),
      }),
    ),
  });
  const identity: Identity = {
    services: models(4),
    datastores: [],
    brokers: [],
    gateways: [],
    infrastructure: [],
    deployables: [],
    instances: [],
    stackGroups: new Map(),
    deliveries: [],
    entrance: { parts: { gateways: [], routes: [], backends: [], policies: [] }, readers: new Map() },
  };
  const setsIn = (history: History): ReturnType<typeof releasedTogether> => releasedTogether(servicesReleased(history, models(4), identity), models(4));
  const [a, b, c] = ['service-a', 'service-b', 'service-c'] as const;

  it('mostly together, three times or more: one set with its lines', () => {
    expect(setsIn(released([a, b], [a, b], [c], [a, b], [a]))).toEqual([
      {
        evidenceKind: 'release',
        anchor: 'values.yaml',
        title: '3 releases, each of all 2',
        services: ['service:service-a', 'service:service-b'],
        evidence: [
          { file: 'values.yaml', line: 1, foundBy: 'git', text: 'service-a: 3 of its 4 releases with others, as in c3 release 3' },
          { file: 'values.yaml', line: 2, foundBy: 'git', text: 'service-b: 3 of its 3 releases with others, as in c3 release 3' },
        ],
      },
    ]);
  });

  it('twice, or seldom among many releases: nothing', () => {
    expect(setsIn(released([a, b], [a, b]))).toEqual([]);
    expect(setsIn(released([a, b], [a, b], [a, b], [a], [a], [a], [a], [b]))).toEqual([]);
  });

  it('a commit that released several is no evidence of changes', () => {
    const history = { ...released([a, b], [c]), changes: historyOf([[a, b]]).changes.map((change) => ({ ...change, commit: 'c0' })) };
    const commits = jointCommits(servicesReleased(history, models(4), identity));
    expect(historyEvidence(history, models(4), commits)).toMatchObject({ changes: 0, leftOut: { release: 1 } });
  });
});
