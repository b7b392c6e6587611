import type { NodeId } from './graph.js';
import type { Location, NonEmpty } from './location.js';

/** Why one service must go out with another. */
export interface BondReason {
  /** `lockstep`: released as one; `table`: both use a table that one of them writes, so a change of it is a release of both; `contract`: one breaks the other's. */
  readonly kind: 'lockstep' | 'table' | 'contract';
  /** One line: `one pipeline: job deploy publishes 4 things`. */
  readonly text: string;
  readonly locations: NonEmpty<Location>;
}

/** A service that must go out with the one asked about. */
export interface Bond {
  readonly service: NodeId;
  readonly reasons: NonEmpty<BondReason>;
}

/** Who starts after whom: not a reason to go out together, but an order to go out in. */
export interface StartOrder {
  readonly service: NodeId;
  readonly at: Location;
}

/** The job that delivers a service alone, or that there is none while others have one. */
export type PipelineOfItsOwn = { readonly has: true; readonly text: string; readonly at: Location } | { readonly has: false };

/** Whether a service can be deployed alone, as far as the code, its deployment and its history tell. */
export interface Deployability {
  readonly service: NodeId;
  /** By number of reasons, then id; empty where it can go alone. */
  readonly bonds: readonly Bond[];
  /** Services and stores that must be up before it. */
  readonly after: readonly StartOrder[];
  /** Services that wait for it. */
  readonly before: readonly StartOrder[];
  /** Absent where no pipeline of the system is known that delivers one service alone. */
  readonly pipeline?: PipelineOfItsOwn;
}
