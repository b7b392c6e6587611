import type { FileIndex } from '../core/files.js';
import type { Location } from '../core/location.js';
import type { Renderer, RenderResult } from '../core/rendered.js';
import type { TreeNode } from '../parse/tree.js';
import type { PlacedEntry } from './placed.js';

/** Where a request deploys to. See `Rendering`. */
interface Placing {
  readonly namespace?: string;
  readonly stack: string;
  readonly environment?: string;
  readonly when?: string;
  /** See `Rendering`. */
  readonly partial?: boolean;
}

/** Values inside another file (a HelmRelease, an Application): a tree whose lines stand at these places. */
export interface InlineValues {
  readonly root: TreeNode;
  readonly placeOf: (line: number) => Location;
  /** A renderer made the text: its marks of unknowns stay. */
  readonly rendered: boolean;
}

/** A chart of the tree, installed as another tool says. Paths are relative to the scan root. */
export interface ChartRequest extends Placing {
  /** The chart's folder. */
  readonly chart: string;
  /** The release; absent where nothing names it: its name is then taken out of what is rendered. */
  readonly name?: string;
  /** The name without what the tool puts before it (Flux: the target namespace). */
  readonly plainName?: string;
  /** Over the chart's values.yaml; later ones win: paths of files, or the values themselves. */
  readonly values: readonly (string | InlineValues)[];
  /** `--set` over all of them; `text` is no number or boolean, whatever it looks like. */
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly text?: boolean }[];
  /** Releases that are installed before it. */
  readonly needs?: readonly string[];
  /** Where the request stands. */
  readonly at?: Location;
}

/** What Flux puts in the place of `${name}` in all that a kustomization makes. */
export interface Substitution {
  readonly values: ReadonlyMap<string, string>;
  /** Some values are where nobody can read them: what is not among these is unknown, else empty. */
  readonly open: boolean;
}

/** A kustomization of the tree, or a folder of manifests, deployed as another tool says. */
export interface OverlayRequest extends Placing {
  readonly folder: string;
  /** Entries of a kustomization that the tool adds to what is there: lists are joined, all else is replaced. */
  readonly edits: readonly PlacedEntry[];
  /** Where no kustomization is: the manifests that are deployed, and folders of kustomizations among them, relative to the scan root. */
  readonly manifests: readonly string[];
  readonly substitution?: Substitution;
}

/** What the tools that deploy say: who reads it installs nothing else of the same sources. */
export interface DeploymentPlan {
  readonly charts: readonly ChartRequest[];
  readonly overlays: readonly OverlayRequest[];
  /** Folders of charts that are part of something else. */
  readonly installed: readonly string[];
}

/** Nothing says what is deployed. */
export const noPlan: DeploymentPlan = { charts: [], overlays: [], installed: [] };

/** A renderer that other tools' plans make use of. */
export interface PlannedRenderer extends Renderer {
  /** All projects of the tool: those that the plan deploys as it says, the others by themselves. */
  render(files: FileIndex, plan?: DeploymentPlan): RenderResult;
}
