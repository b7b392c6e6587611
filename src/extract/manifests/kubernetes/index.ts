import type { Extraction, Fact, ManifestExtractor } from '../../../core/fact.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { configOf, propertyFilesOf } from './config.js';
import { hostOf, routesOf } from './network.js';
import { objectsOf } from './objects.js';
import { scaledTargets, workloadOf } from './workloads.js';

/** Kubernetes objects in any .yaml, .yml or .json file: workloads, Services, ConfigMaps, Secrets, Ingresses and Gateway API routes. */
export const kubernetes: ManifestExtractor = {
  id: 'kubernetes',
  title: 'Kubernetes manifests',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract,
};

function extract(file: string, text: string): Extraction {
  const { objects, diagnostics } = objectsOf(file, text);
  const scaled = scaledTargets(objects);
  const facts: Fact[] = [];
  for (const object of objects) {
    for (const fact of [workloadOf(object, scaled), hostOf(object), configOf(object)]) if (fact) facts.push(fact);
    facts.push(...propertyFilesOf(object), ...routesOf(object));
  }
  if (objects.length > 0) facts.push(...suppressionsIn(file, text, 'kubernetes'));
  return { facts, diagnostics };
}
