import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Documents, Front } from '../cloud/documents.js';
import { composed } from './compose.js';
import { Sources } from './sources.js';
import { stackOf } from './stack.js';

/**
 * Services of the Serverless Framework as the templates that they deploy: variables filled in, also from other files, parameters and compose files; functions with
 * their events and APIs, resources with their references. Those that are only shown are left aside.
 */
export function serverlessTemplates(files: FileIndex, documents: Documents, note: (diagnostic: Diagnostic) => void): Front {
  const sources = new Sources(files, note);
  const services = sources.services();
  const params = composed(sources);
  return {
    templates: services
      .filter(({ file }) => !files.isAside(file))
      .map(({ file, root }) => stackOf(file, root, documents, { params: params.get(file) ?? new Map() })),
    consumed: services.map(({ file }) => file),
  };
}
