import type { BondReason, Deployability } from '../core/deployability.js';
import type { NodeId } from '../core/graph.js';
import type { Report } from '../core/report.js';
import type { Severity, SeverityOrOff } from '../core/rule.js';

export type Paint = (text: string) => string;

/** How words are coloured. The command line makes one from the terminal; files and pipes get `plainPalette`. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
}

const same: Paint = (text) => text;

/** A palette without colours. */
export const plainPalette: Palette = { bold: same, dim: same, red: same, yellow: same, blue: same, green: same, cyan: same };

/** How much of the system a graph shows: without data stores, without tables, everything. */
export type GraphLevel = 'services' | 'data' | 'all';
/** What services are framed by, and folded by where there are too many. `folder`: where their sources lie. */
export type GraphGrouping = 'none' | 'context' | 'team' | 'namespace' | 'folder';

/** Which part of the graph, and how. Options that narrow do so together. */
export interface GraphOptions {
  /** Absent: `all` for data formats, `data` for drawings. */
  readonly level?: GraphLevel;
  /** Only the neighbourhood of these. */
  readonly focus?: readonly NodeId[];
  /** Edges away from `focus`, in both directions (absent: 1), and before `reaches` (absent: all). */
  readonly depth?: number;
  /** Only what comes to this node by calls, messages, data or dependencies. */
  readonly reaches?: NodeId;
  /** Only the ways from the first to the second. */
  readonly between?: readonly [NodeId, NodeId];
  /** Only what findings are about. */
  readonly onlyFindings: boolean;
  /** Absent: no frames; a drawing that is too large is folded by the first grouping that the system has. `none`: never folded. */
  readonly groupBy?: GraphGrouping;
  /** Paint the nodes and edges of findings. */
  readonly highlight: boolean;
  /** Services that change together in git's history, too. */
  readonly coChange?: boolean;
}

export const defaultGraphOptions: GraphOptions = { onlyFindings: false, highlight: false };

export interface LineLinks {
  readonly base: string;
  readonly folder: string;
}

/** What a reporter is told besides the report. */
export interface RenderOptions {
  /** Width to lay text out for, in terminal cells. */
  readonly columns: number;
  readonly palette: Palette;
  /** Every row instead of the first few. */
  readonly verbose: boolean;
  /** Errors only. */
  readonly quiet: boolean;
  /** Wall-clock milliseconds, shown by text formats where given. */
  readonly elapsed?: number;
  /** Why the command fails, where it does. */
  readonly failure?: string;
  /** Severities that a format with only passed and failed counts as failed. */
  readonly failing?: readonly Severity[];
  /** Folder of the scan root inside the checkout, with a slash at its end: platforms name files from the checkout. */
  readonly prefix?: string;
  /** Bytes that a document may take; whole sections beyond it are left out, and that is said. */
  readonly budget?: number;
  readonly graph: GraphOptions;
  /** Nodes that `why` is asked about. */
  readonly question?: { readonly from: NodeId; readonly to?: NodeId };
  /** Why the two nodes of the question must go out together, where they must. */
  readonly together?: readonly BondReason[];
  /** What `can-deploy` found. */
  readonly deployability?: Deployability;
  /** Keeps several comments on one pull request apart. */
  readonly commentId?: string;
  /** What a place is looked at by: `base` is the address of the checkout's files, `folder` where the scanned folder lies in it (empty, or ending in a slash). */
  readonly lineLinks?: LineLinks;
  /** Rule that `explain` is asked about. */
  readonly rule?: string;
  /** Severities that hold under the configuration in use, by rule id. */
  readonly severities?: ReadonlyMap<string, SeverityOrOff>;
}

/** Options for a file or a pipe: 100 columns, no colours. */
export const defaultRenderOptions: RenderOptions = { columns: 100, palette: plainPalette, verbose: false, quiet: false, graph: defaultGraphOptions };

export type ReportCommand = 'check' | 'comment' | 'can-deploy' | 'diff' | 'graph' | 'services' | 'why' | 'rules' | 'explain';

/** One output format of one command: a pure function from a report to text. */
export interface Reporter {
  readonly command: ReportCommand;
  readonly format: string;
  /** The text ends with a newline. A promise where a large library has to be loaded first. */
  readonly render: (report: Report, options: RenderOptions) => string | Promise<string>;
}
