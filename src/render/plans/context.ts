import type { Diagnostic, SkipReason } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Location } from '../../core/location.js';
import { environmentOfPath } from '../../parse/environment.js';
import { hasUnknown } from '../../parse/marks.js';
import { redactText } from '../../parse/redact.js';
import { folderOf } from '../../parse/paths.js';
import type { ChartRequest, OverlayRequest } from '../plan.js';
import type { PlanObject } from './objects.js';
import type { Repositories } from './repositories.js';

/** What reading a plan needs beside its objects. */
export interface PlanContext {
  readonly files: FileIndex;
  readonly repositories: Repositories;
  /** The folder of the only chart of a name, or of the only one that several bear it. */
  readonly chartNamed: (name: string) => string | undefined;
  readonly note: (diagnostic: Diagnostic) => unknown;
}

/** What one object asks for, where it is said and before stacks are known. */
export interface Wish {
  /** Objects that are deployed together are told by the file that says it. */
  readonly at: Location;
  readonly chart?: Omit<ChartRequest, 'stack'>;
  readonly overlay?: Omit<OverlayRequest, 'stack'>;
}

/** A wish whose stack is known. */
export interface PlanRow {
  readonly chart?: ChartRequest;
  readonly overlay?: OverlayRequest;
}

/** Says what is not read, and why. */
export function leave({ note }: PlanContext, at: Location, reason: SkipReason, message: string): undefined {
  note({ ...at, reason, message });
  return undefined;
}

/** Says that an object installs something from elsewhere. */
export function leaveRemote(context: PlanContext, at: Location, what: string, from: string): undefined {
  const text = `${what} comes from ${redactText(from).slice(0, 200) || 'elsewhere'}, which is not in the tree; it is not read. Scan it too if it belongs to the system.`;
  return leave(context, at, 'remote', text);
}

/** Environments that a name may hold by accident: an application called `test-results` is none for tests. */
const accidental: ReadonlySet<string> = new Set(['test', 'ci', 'e2e', 'local', 'sandbox']);

/**
 * The environment of a deployment: what its own files and folders say, what is said around it, what its name and namespace say, then where it is
 * written.
 */
export function environmentOf(object: PlanObject, paths: readonly string[], names: readonly (string | undefined)[]): string | undefined {
  const own = paths.filter((path) => !hasUnknown(path)).map((path) => environmentOfPath(`${path}/x`));
  const named = names.map((name) => (name === undefined || hasUnknown(name) ? undefined : environmentOfPath(name)));
  const place = environmentOfPath(object.at.file);
  return [...own, object.environment, ...named.filter((one) => one === undefined || !accidental.has(one)), place].find((one) => one !== undefined);
}

const objectFile = /\.ya?ml$/i;
const kustomizationFile = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/** The manifests in a folder: YAML files with objects in them. */
export function manifestsIn({ files }: PlanContext, folder: string, recurse: boolean, wanted: (relative: string) => boolean = () => true): string[] {
  const prefix = folder === '.' ? '' : `${folder}/`;
  return files.under(folder).filter((path) => {
    const relative = path.slice(prefix.length);
    if (
      !objectFile.test(path) ||
      kustomizationFile.test(path) ||
      isTemplate(files, path) ||
      (!recurse && relative.includes('/')) ||
      !wanted(relative) ||
      files.isAside(path)
    )
      return false;
    const read = files.read(path);
    return 'text' in read && /^\s*["']?apiVersion["']?\s*:/m.test(read.text) && /^\s*["']?kind["']?\s*:/m.test(read.text);
  });
}

/** Whether a file is a template of a chart. */
function isTemplate(files: FileIndex, path: string): boolean {
  const chart = /^(.*?)(?:^|\/)templates\//.exec(path)?.[1];
  return chart !== undefined && files.has(chart === '' ? 'Chart.yaml' : `${chart}/Chart.yaml`);
}

/** The manifests in a folder and below, with the folders that are kustomizations in place of what is in them. */
export function resourcesIn(context: PlanContext, folder: string): string[] {
  const inner = context.files
    .under(folder)
    .filter((path) => kustomizationFile.test(path))
    .map(folderOf);
  const tops = [...new Set(inner)].filter((one) => one !== folder && !inner.some((other) => one !== other && one.startsWith(`${other}/`)));
  const plain = manifestsIn(context, folder, true).filter((path) => !tops.some((top) => path.startsWith(`${top}/`)));
  return [...plain, ...tops].sort();
}

/** Whether a folder is a chart, a kustomization, or neither. */
export function kindOfFolder({ files }: PlanContext, folder: string): 'chart' | 'kustomization' | 'manifests' {
  const holds = (name: string): boolean => files.has(folder === '.' ? name : `${folder}/${name}`);
  if (holds('Chart.yaml') || holds('Chart.yml')) return 'chart';
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].some(holds) ? 'kustomization' : 'manifests';
}
