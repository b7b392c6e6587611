import type { FactBase, ReleaseMember } from './fact.js';
import type { Location } from './location.js';
import type { Term } from './term.js';

/**
 * What a job of a pipeline publishes or deploys in one go: GitHub, GitLab, Jenkins, CircleCI, Azure, Travis, and the scripts, targets and templates that they run.
 * Parts of a job that run under conditions of their own (a change of their files) are facts of their own, and so are the elements of a matrix.
 */
export interface DeliveryFact extends FactBase {
  readonly kind: 'delivery';
  /** Job, stage, target; empty for a whole file (a script's body). With the file it is the anchor. */
  readonly job: string;
  /** How people call it: `job publish`, `make push`, `scripts/push.sh`. */
  readonly title: string;
  /** `run`: a pipeline of its own; `called`: what pipelines or people run; `part`: what is nothing but a part of its caller's job (a template, an action). */
  readonly starts: 'run' | 'called' | 'part';
  /** What must hold for it beyond what starts the job, as written. */
  readonly condition?: string;
  /** The environment that it deploys to, as the pipeline names it. */
  readonly environment?: string;
  readonly members: readonly DeliveredMember[];
  /** Other files, or jobs of them, that are run on the way. */
  readonly runs: readonly DeliveryRun[];
}

/** Something that goes out. A text with holes (`open`) names it only where a caller fills them in. */
export interface DeliveredMember extends ReleaseMember {
  readonly act: 'publish' | 'deploy';
  /** Of an image the Dockerfiles that it may be built from, members too: where they name a service, the image's own name is not asked. */
  readonly from?: readonly string[];
  /** Of a Dockerfile (`path`) the stage that is built. */
  readonly target?: string;
  readonly open?: Term;
}

/** A file that is run as part of a job, with values for what it leaves open. */
export interface DeliveryRun {
  /** Relative to the scan root; the first that says something counts. A `**` before `package.json`: every package below. */
  readonly files: readonly string[];
  readonly job?: string;
  readonly values: Readonly<Record<string, Term>>;
  readonly at: Location;
}
