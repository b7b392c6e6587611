import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { Fact } from '../../../core/fact.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { objectsOf } from '../../../parse/kubernetes.js';
import { configOf, embeddedIn, propertyFilesOf } from './config.js';
import { hostOf, operatorHostOf } from './network.js';
import { scalerOf, workloadOf } from './workloads.js';

/** Kubernetes objects in any .yaml, .yml or .json file: workloads, Services, ConfigMaps, Secrets and autoscalers. */
export const kubernetes: ManifestExtractor = {
  id: 'kubernetes',
  title: 'Kubernetes manifests',
  files: (path) => /\.(?:ya?ml|json)$/i.test(path),
  extract,
};

function extract(file: string, text: string, rendered = false): Extraction {
  const { objects, diagnostics } = objectsOf(file, text, { rendered });
  const facts: Fact[] = [];
  for (const object of objects) {
    for (const fact of [workloadOf(object), hostOf(object), operatorHostOf(object), configOf(object), scalerOf(object)]) if (fact) facts.push(fact);
    facts.push(...propertyFilesOf(object));
  }
  if (objects.length > 0) facts.push(...suppressionsIn(file, text, 'kubernetes'));
  const embedded = objects.flatMap(embeddedIn);
  return { facts, diagnostics, ...(embedded.length > 0 ? { embedded } : {}) };
}
