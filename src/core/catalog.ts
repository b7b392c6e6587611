import type { FactBase } from './fact.js';
import type { Location } from './location.js';

/** A component or an API of a catalog (Backstage): what its owners say of it, beside what the code and the deployment show. */
export interface CatalogFact extends FactBase {
  readonly kind: 'catalog';
  readonly entity: 'component' | 'api';
  readonly name: string;
  /** As written: `service`, `website`, `library`; `openapi`, `grpc`, `asyncapi`, `graphql` of an API. */
  readonly type: string;
  /** Other names of it. */
  readonly aliases: readonly string[];
  /** Folder of its sources, relative to the scan root. */
  readonly folder: string;
  /** As written: `group:default/payments`. */
  readonly owner?: string;
  readonly system?: string;
  readonly provides: readonly CatalogReference[];
  readonly consumes: readonly CatalogReference[];
}
export interface CatalogReference {
  /** Without kind and namespace. */
  readonly name: string;
  readonly at: Location;
}

/** Who answers for which paths of a repository (CODEOWNERS): of the rules that fit a path the last counts. */
export interface OwnersFact extends FactBase {
  readonly kind: 'owners';
  /** Folder of the repository. */
  readonly folder: string;
  readonly rules: readonly { readonly pattern: string; readonly owners: readonly string[]; readonly at: Location }[];
}
