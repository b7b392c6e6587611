import { type ImageBuild, imageBuildOf, imageTagOf } from '../docker-build.js';
import { buildOfAction } from './build-actions.js';
import type { Pipeline, PipelineCommand, PipelineJob, PipelineStep, Variables } from './model.js';
import { fillText } from './text.js';

/** An image that a leg of a job builds, with all the names that it gets. */
export interface BuiltImage {
  readonly build: ImageBuild;
  readonly line: number;
  /** Folder that its paths begin in. */
  readonly folder: string;
  /** The names of the build, and those that `docker tag` adds. */
  readonly images: string[];
}

/** A step with what is known when it runs. */
export interface WalkedStep {
  readonly step: PipelineStep;
  readonly variables: Variables;
  /** The step's action, where it builds an image. */
  readonly built?: BuiltImage;
  /** Its commands, variables filled in. */
  readonly commands: readonly PipelineCommand[];
}

/** One element of a job's matrix from its first step to its last. */
export interface WalkedLeg {
  readonly steps: readonly WalkedStep[];
  readonly built: readonly BuiltImage[];
}

/** Commands of one job, all elements of its matrix together, beyond which elements are left out. */
const maxCommands = 40_000;

/** The elements of a job's matrix that are looked at. */
export function legsOf(job: PipelineJob): readonly Variables[] {
  const commands = job.steps.reduce((sum, step) => sum + step.commands.length, 1);
  return job.legs.slice(0, Math.max(1, Math.floor(maxCommands / commands)));
}

/**
 * A job's steps in order for one element of its matrix: parameters' defaults, outputs of metadata steps, `$GITHUB_ENV` and names given by `docker tag` are followed.
 */
export function walkLeg(pipeline: Pipeline, job: PipelineJob, leg: Variables): WalkedLeg {
  const defaults = [...pipeline.parameters].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, `\${${name}:-${value}}`] as const]));
  const outputs = new Map<string, string>(defaults);
  const built: BuiltImage[] = [];
  const steps = job.steps.map((step): WalkedStep => {
    const variables: Variables = new Map([...step.variables, ...outputs, ...leg]);
    const fill = (text: string): string => fillText(text, variables);
    const byAction = step.action && buildOfAction(step.action, fill);
    // Paths of an action begin at the repository, whatever folder its job's scripts run in.
    const image: BuiltImage | undefined = byAction && { build: byAction, line: step.line, folder: '.', images: [...byAction.images] };
    if (image) built.push(image);
    for (const [name, value] of outputsOf(step, fill)) outputs.set(name, value);
    const commands = step.commands.map((command) => ({ ...command, words: command.words.map(fill), folder: fill(command.folder) }));
    for (const command of commands) addBuilt(command, built);
    return { step, variables, ...(image && { built: image }), commands };
  });
  return { steps, built };
}

/** What later steps see of this one: metadata of images, and lines written to `$GITHUB_OUTPUT` and `$GITHUB_ENV`. */
function outputsOf(step: PipelineStep, fill: (text: string) => string): [string, string][] {
  const images = step.action?.name === 'docker/metadata-action' ? step.action.inputs.get('images')?.text : undefined;
  const metadata: [string, string][] =
    images === undefined || step.id === undefined ? [] : ['tags', 'images'].map((n) => [`steps.${step.id}.outputs.${n}`, fill(images)]);
  const written = step.commands.flatMap(({ words }): [string, string][] => {
    const to = words.find((word) => /GITHUB_(?:ENV|OUTPUT)/.test(word));
    const [, name, value] = /^([A-Za-z_][\w-]*)=([\s\S]*)$/.exec(words[1] ?? '') ?? [];
    if (to === undefined || words[0] !== 'echo' || name === undefined || value === undefined || /\$\(|`/.test(value)) return [];
    if (to.includes('GITHUB_ENV')) return [[name, fill(value)]];
    return step.id === undefined ? [] : [[`steps.${step.id}.outputs.${name}`, fill(value)]];
  });
  return [...metadata, ...written];
}

function addBuilt(command: PipelineCommand, built: BuiltImage[]): void {
  const build = imageBuildOf(command.words);
  if (build) built.push({ build, line: command.line, folder: command.folder, images: [...build.images] });
  const tag = imageTagOf(command.words);
  const tagged = tag && built.find((one) => one.images.some((image) => sameImage(image, tag.from)));
  if (tag && tagged && !tagged.images.includes(tag.to)) tagged.images.push(tag.to);
}

/** Whether two references are one image: `latest` is what no tag means. */
export function sameImage(a: string, b: string): boolean {
  return a === b || `${a}:latest` === b || a === `${b}:latest`;
}
