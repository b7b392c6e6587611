import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../src/extract/manifests/kubernetes/index.js';
import { hasUnknown, knownName, markUnknown, shownText, termOfText } from '../../src/parse/marks.js';

const tag = markUnknown('.Values.image.tag', 'parameter');

describe('marks of what only a deployment knows', () => {
  it('become unknown terms', () => {
    expect(termOfText('shop/orders')).toEqual({ k: 'literal', text: 'shop/orders' });
    expect(termOfText(tag)).toEqual({ k: 'unknown', text: '.Values.image.tag', why: 'parameter' });
    expect(termOfText(`shop/orders:${tag}`)).toEqual({
      k: 'template',
      parts: [
        { k: 'literal', text: 'shop/orders:' },
        { k: 'unknown', text: '.Values.image.tag', why: 'parameter' },
      ],
    });
  });

  it('are letters to YAML, whatever they say', () => {
    expect(markUnknown('a: "b" # c\n\'d\'', 'secret')).toMatch(/^[^:#"'\n]+$/);
    expect(hasUnknown(`x${tag}`)).toBe(true);
    expect(hasUnknown('x')).toBe(false);
  });

  it('can be shown, and taken out of names', () => {
    expect(shownText(`${tag}-x`)).toBe('{.Values.image.tag}-x');
    expect([`${tag}-orders`, `orders-${tag}`, `a-${tag}-b`, `${tag}`, `${tag}${tag}`, 'orders'].map(knownName)).toEqual([
      'orders',
      'orders',
      'a-b',
      '',
      '',
      'orders',
    ]);
  });
});

describe('kubernetes', () => {
  const text = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${markUnknown('.Release.Namespace', 'parameter')} }
spec:
  template:
    metadata: { labels: { app: ${tag} } }
    spec:
      containers:
        - image: shop/orders:${tag}
          args: ["--stock=http://${tag}:80"]
          env:
            - { name: STOCK_URL, value: "http://$(HOST):${tag}" }
            - { name: DB_PASSWORD, value: ${tag} }
`;

  it('says of rendered objects what is not known', () => {
    const [fact] = kubernetes.extract('a/x.yaml', text(`${tag}-orders`)).facts;
    const hole = { k: 'unknown', text: '.Values.image.tag', why: 'parameter' };
    expect(fact).toMatchObject({ kind: 'workload', name: 'orders', labels: { app: '{.Values.image.tag}' } });
    expect(fact).not.toHaveProperty('namespace');
    expect(fact?.kind === 'workload' && fact.containers[0]).toMatchObject({
      image: { k: 'template', parts: [{ k: 'literal', text: 'shop/orders:' }, hole] },
      command: ['--stock=http://{.Values.image.tag}:80'],
      env: [
        {
          name: 'STOCK_URL',
          value: { k: 'template', parts: [{ k: 'literal', text: 'http://' }, { k: 'setting', name: 'HOST', from: 'env' }, { k: 'literal', text: ':' }, hole] },
        },
        { name: 'DB_PASSWORD' },
      ],
    });
  });

  it('says that an object without any known name is left out', () => {
    const { facts, diagnostics } = kubernetes.extract('a/x.yaml', text(tag));
    expect(facts).toEqual([]);
    expect(diagnostics.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['3 template']);
  });
});
