import type { Fact } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import type { BackendFact, GatewayFact, PolicyFact, RouteFact } from '../../core/route.js';
import { isTestEnvironment } from '../names.js';
import { isToolFolder } from '../paths.js';

/** What a document says that deploys an API by itself; one that a template includes is a part of that. */
const document = 'openapi';

/** What manifests say about gateways, as far as it is deployed. */
export interface GatewayParts {
  readonly gateways: readonly GatewayFact[];
  readonly routes: readonly RouteFact[];
  readonly backends: readonly BackendFact[];
  readonly policies: readonly PolicyFact[];
}

/**
 * The parts of gateways among facts. Those of tests, examples and forges' own folders are left out, unless they stand in a file of configuration: whether that
 * is used, its readers tell.
 */
export function gatewayParts(facts: readonly Fact[], files: Pick<FileIndex, 'isAside'>): GatewayParts {
  const all = facts.filter((f) => f.kind === 'gateway' || f.kind === 'route' || f.kind === 'backend' || f.kind === 'policy');
  const deployed = all.filter(
    (f) => f.gateway.by === 'configuration' || (f.technology.startsWith('aws_') && f.foundBy !== document) || !standsAside(f.at.file, files),
  );
  const included = new Set(deployed.filter((f) => f.foundBy !== document).map((f) => f.at.file));
  const own = deployed.filter((f) => f.foundBy !== document || !included.has(f.at.file));
  return {
    gateways: own.filter((f) => f.kind === 'gateway'),
    routes: own.filter((f) => f.kind === 'route'),
    backends: own.filter((f) => f.kind === 'backend'),
    policies: own.filter((f) => f.kind === 'policy'),
  };
}

/** Whether a file is a test, an example or a forge's own. */
export function standsAside(file: string, files: Pick<FileIndex, 'isAside'>): boolean {
  const folders = file.split('/').slice(0, -1);
  return isToolFolder(file) || files.isAside(file) || folders.some((folder) => isTestEnvironment(folder));
}
