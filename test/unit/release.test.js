import { describe, expect, it } from 'vitest';
import { joinReleases } from '../../src/core/release.js';
import { composeTags } from '../../src/extract/manifests/compose-tags/index.js';
import { fixedVersions } from '../../src/extract/manifests/fixed-versions/index.js';
import { githubActions } from '../../src/extract/manifests/github-actions/index.js';
import { helm } from '../../src/extract/manifests/helm/index.js';
import { parseImage } from '../../src/parse/image.js';
import { describeMoreFacts } from '../support/describe-more-facts.js';
import { extractCases } from '../support/extract-cases.js';
const sample = new Map([
    ['compose-tags', 'compose.yml'],
    ['fixed-versions', 'lerna.json'],
    ['github-actions', '.github/workflows/a.yml'],
    ['helm', 'chart/templates/a.yaml'],
]);
describe.each([composeTags, fixedVersions, githubActions, helm])('$id', (extractor) => {
    it.each(extractCases(extractor))('$name', ({ expected, extraction }) => {
        expect(describeMoreFacts(extraction.facts)).toEqual(expected.facts);
        expect(extraction.diagnostics.map(({ file, line, reason }) => `${file}:${line} ${reason}`)).toEqual(expected.diagnostics);
    });
    it('never throws and ends soon, whatever the text', () => {
        const file = sample.get(extractor.id) ?? '';
        expect(extractor.files(file)).toBe(true);
        const script = `jobs:\n  a:\n    steps:\n      - run: "${'for a in b; docker push $a '.repeat(2000)}"\n`;
        const texts = ['', '\0', '[', 'jobs: 3', 'services:\n  image: a:$', `image: ${'{{'.repeat(400)}`, script, `\${{ ${'${{'.repeat(5000)}`];
        const start = performance.now();
        for (const text of texts)
            expect(() => extractor.extract(file, text)).not.toThrow();
        expect(performance.now() - start).toBeLessThan(3000);
    });
});
describe('joinReleases', () => {
    const fact = (file, anchor, members, declaration) => ({
        kind: 'release',
        at: { file, line: 1 },
        foundBy: 'helm',
        evidenceKind: 'version',
        anchor,
        title: anchor,
        members: members.map((text) => ({ kind: 'path', text, at: { file, line: 1 } })),
        ...(declaration && { declaration }),
    });
    const print = (facts) => facts.map((f) => `${f.at.file} ${f.anchor}: ${f.members.map((m) => m.text).join(' ')}`);
    it('joins facts of one anchor and names each member once', () => {
        expect(print(joinReleases([fact('b', 'x', ['orders']), fact('a', 'x', ['billing', 'orders']), fact('c', 'y', ['a', 'b'])]))).toEqual([
            'a x: billing orders',
            'c y: a b',
        ]);
    });
    it('leaves out what ties nothing', () => {
        expect(joinReleases([fact('a', 'x', ['orders']), fact('b', 'x', ['orders']), fact('c', 'y', [])])).toEqual([]);
    });
    it('lets a glob stand for several', () => {
        expect(print(joinReleases([fact('a', 'x', ['k8s/**'])]))).toEqual(['a x: k8s/**']);
    });
    it('wants the declaration where it is needed', () => {
        const parts = [fact('a', 'x', ['orders'], 'needed'), fact('b', 'x', ['billing'], 'needed')];
        expect(joinReleases(parts)).toEqual([]);
        expect(print(joinReleases([...parts, fact('z', 'x', [], 'given')]))).toEqual(['z x: orders billing']);
    });
});
describe('parseImage', () => {
    it.each([
        ['orders', { repository: 'orders' }],
        ['ghcr.io/acme/orders:1.2', { repository: 'acme/orders', tag: '1.2' }],
        ['localhost:5000/orders:1@sha256:0f', { repository: 'orders', tag: '1' }],
        ['acme/orders@sha256:0f', { repository: 'acme/orders' }],
        ['${REGISTRY:-docker.io}/acme/orders:${TAG:-1}', { repository: '${REGISTRY:-docker.io}/acme/orders', tag: '${TAG:-1}' }],
        ['{{ .Values.a }}/orders:{{ .Values.b | default "x:y" }}', { repository: '{{ .Values.a }}/orders', tag: '{{ .Values.b | default "x:y" }}' }],
    ])('%s', (text, parts) => expect(parseImage(text)).toEqual(parts));
});
