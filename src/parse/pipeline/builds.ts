import type { BuildCallFact, BuildFact, StackFact } from '../../core/fact.js';
import type { Term } from '../../core/term.js';
import { type ImageBuild, imageBuildOf, imageTagOf } from '../docker-build.js';
import { parseImage } from '../image.js';
import { joinPath } from '../paths.js';
import { buildOfAction } from './build-actions.js';
import type { Pipeline, PipelineCommand, PipelineJob, PipelineStep, Variables } from './model.js';
import { composeProjectOf } from './compose-projects.js';
import { fillText, textTerm } from './text.js';

/** Where relative paths of a pipeline's commands may begin besides the folder they run in (a script's own folder). */
export interface BuildPlaces {
  readonly foundBy: string;
  readonly otherFolder?: string;
}

/** What commands show of images and of the projects that run them. */
export type BuildsFact = BuildFact | BuildCallFact | StackFact;

/**
 * Which images a pipeline builds from which folders, once for each element of a matrix, and which other files it runs to do so. Outputs of
 * metadata steps, `$GITHUB_ENV` and `docker tag` are followed. Also what compose projects and swarm stacks are called that it brings up.
 */
export function buildsOfPipeline(pipeline: Pipeline, places: BuildPlaces): BuildsFact[] {
  const facts: BuildsFact[] = [];
  for (const job of pipeline.jobs) {
    for (const leg of job.legs) {
      facts.push(...buildsOfLeg(pipeline, job, leg, places));
      for (const call of job.calls.filter((one) => one.files.length > 0)) facts.push(callFact(pipeline.file, call, leg, places.foundBy));
    }
  }
  return distinct(facts);
}

interface Found {
  readonly build: ImageBuild;
  readonly line: number;
  readonly folder: string;
  readonly images: string[];
}

function buildsOfLeg(pipeline: Pipeline, job: PipelineJob, leg: Variables, places: BuildPlaces): BuildsFact[] {
  const defaults = [...pipeline.parameters].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, `\${${name}:-${value}}`] as const]));
  const outputs = new Map<string, string>(defaults);
  const found: Found[] = [];
  const calls: BuildCallFact[] = [];
  const stacks: StackFact[] = [];
  for (const step of job.steps) {
    const variables: Variables = new Map([...step.variables, ...outputs, ...leg]);
    const fill = (text: string): string => fillText(text, variables);
    const byAction = step.action && buildOfAction(step.action, fill);
    // Paths of an action begin at the repository, whatever folder its job's scripts run in.
    if (byAction) found.push({ build: byAction, line: step.line, folder: '.', images: [...byAction.images] });
    for (const [name, value] of outputsOf(step, fill)) outputs.set(name, value);
    for (const command of step.commands) {
      const words = command.words.map(fill);
      readCommand({ ...command, words }, found);
      const call = scriptCall(words, command, pipeline.file, places);
      if (call) calls.push(call);
      stacks.push(...stackFacts(words, command, pipeline.file, places));
    }
  }
  return [...found.flatMap((one) => buildFact(pipeline.file, job, one, places)), ...calls, ...stacks];
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

function readCommand(command: PipelineCommand, found: Found[]): void {
  const build = imageBuildOf(command.words);
  if (build) found.push({ build, line: command.line, folder: command.folder, images: [...build.images] });
  const tag = imageTagOf(command.words);
  const tagged = tag && found.find((one) => one.images.some((image) => sameImage(image, tag.from)));
  if (tag && tagged && !tagged.images.includes(tag.to)) tagged.images.push(tag.to);
}

function sameImage(a: string, b: string): boolean {
  return a === b || `${a}:latest` === b || a === `${b}:latest`;
}

/** `./scripts/build.sh orders services/orders`: arguments are `1`, `2` …, assignments before it its variables. */
function scriptCall(words: readonly string[], command: PipelineCommand, file: string, places: BuildPlaces): BuildCallFact | undefined {
  const at = /^(?:ba|z|da)?sh$|^source$|^\.$/.test(words[0] ?? '') ? 1 : 0;
  const script = words[at];
  if (script === undefined || !/\.(?:sh|bash)$/.test(script) || script.startsWith('/') || script.startsWith('-')) return undefined;
  const fromRoot = rooted.test(script) ? [joinPath('.', script.replace(rooted, ''))] : undefined;
  const values = words.slice(at + 1).map((word, i) => [String(i + 1), textTerm(word)] as const);
  const files = fromRoot ?? [joinPath(command.folder, script), ...(places.otherFolder === undefined ? [] : [joinPath(places.otherFolder, script)])];
  return { kind: 'build-call', at: { file, line: command.line }, foundBy: places.foundBy, files, values: Object.fromEntries(values) };
}

function stackFacts(words: readonly string[], command: PipelineCommand, file: string, { foundBy, otherFolder }: BuildPlaces): StackFact[] {
  const project = composeProjectOf(words);
  if (project === undefined) return [];
  const files = project.files.length > 0 ? project.files : ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
  const folders = [...new Set([command.folder, ...(otherFolder === undefined ? [] : [otherFolder])])];
  return folders.flatMap((folder) =>
    files.map((path) => ({
      kind: 'stack' as const,
      at: { file, line: command.line },
      foundBy,
      stack: joinPath(folder, path),
      includes: [],
      project: project.name,
    })),
  );
}

function callFact(file: string, call: PipelineJob['calls'][number], leg: Variables, foundBy: string): BuildCallFact {
  const values = Object.fromEntries([...call.values].map(([name, text]) => [name, textTerm(fillText(text, leg))]));
  return { kind: 'build-call', at: { file, line: call.line }, foundBy, files: call.files, ...(call.job !== undefined && { job: call.job }), values };
}

function buildFact(file: string, job: PipelineJob, { build, line, folder, images }: Found, places: BuildPlaces): BuildFact[] {
  const known = images.filter((image) => parseImage(image).repository !== '' && !/\s/.test(image.replace(/\$\{[^}]*\}|\$\([^)]*\)/g, '')));
  if (known.length === 0 || build.context === undefined) return [];
  const { context, dockerfile } = build;
  const inContext = build.fileIn === 'context';
  const at = (path: string): Term => placed(path, folder, places.otherFolder);
  const file2 = dockerfile === undefined ? undefined : inContext ? at(inside(context, dockerfile)) : at(dockerfile);
  return [
    {
      kind: 'build',
      at: { file, line },
      foundBy: places.foundBy,
      images: known.map(textTerm),
      context: at(context),
      ...(file2 && { dockerfile: file2 }),
      ...(build.target !== undefined && { target: build.target }),
      ...(job.id !== '' && { job: job.id }),
    },
  ];
}

const rooted = /^\$(?:\{(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|WORKSPACE|github\.workspace|env\.WORKSPACE|workspace)\}|\(git rev-parse --show-toplevel\))\/?/;
const here = /^\$(?:\{(?:PWD|CURDIR)\}|\(pwd\))\/?/;

function inside(context: string, dockerfile: string): string {
  return rooted.test(dockerfile) || dockerfile.startsWith('/') ? dockerfile : `${context}/${dockerfile}`;
}

function placed(path: string, folder: string, other: string | undefined): Term {
  if (rooted.test(path)) return textTerm(joinPath('.', path.replace(rooted, '')));
  const relative = path.replace(here, './').replace(/^\/workspace\//, './');
  const first = textTerm(joinPath(folder, relative));
  // A script that goes somewhere first says itself where it is.
  if (other === undefined || folder !== '.' || other === folder) return first;
  return { k: 'choice', because: 'fallback', of: [first, textTerm(joinPath(other, relative))] };
}

function distinct<T>(facts: readonly T[]): T[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}
