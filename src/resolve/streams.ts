import type { EdgeDraft } from './edges.js';
import type { Scene } from './scene.js';

const technology = 'aws_dynamodb_stream';

/** Who writes a table whose stream somebody reads publishes on it: what the platform does with every change. */
export function addStreamPublishers(scene: Scene): void {
  const read = new Map(
    scene.edges.flatMap((edge) =>
      edge.kind === 'consumes' && edge.protocol === technology ? [[edge.to.slice(`channel:${technology}/`.length), edge.to] as const] : [],
    ),
  );
  const published = scene.edges.flatMap((edge): EdgeDraft[] => {
    const [, name = ''] = /^table:dynamodb\/[^/]+\/(.+)$/.exec(edge.to) ?? [];
    const channel = read.get(name);
    if (edge.kind !== 'accesses' || channel === undefined || (edge.access !== 'write' && edge.access !== 'readwrite')) return [];
    const { from, certainty, evidence, when } = edge;
    return [{ from, to: channel, kind: 'publishes', protocol: technology, certainty, evidence, ...(when === undefined ? {} : { when }) }];
  });
  scene.edges.push(...published);
}
