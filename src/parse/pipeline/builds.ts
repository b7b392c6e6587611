import type { BuildCallFact, BuildFact } from '../../core/fact.js';
import type { RegistrationFact, StackFact } from '../../core/workload.js';
import type { Term } from '../../core/term.js';
import { parseImage } from '../image.js';
import { joinPath } from '../paths.js';
import { composeProjectOf } from './compose-projects.js';
import type { Pipeline, PipelineCommand, PipelineJob, Variables } from './model.js';
import { here, rooted, scriptRun } from './script-run.js';
import { sidecarRunOf } from './sidecar-runs.js';
import { fillText, textTerm } from './text.js';
import { type BuiltImage, legsOf, walkLeg } from './walk.js';

/** Where relative paths of a pipeline's commands may begin besides the folder they run in (a script's own folder). */
export interface BuildPlaces {
  readonly foundBy: string;
  readonly otherFolder?: string;
}

/** What commands show of images and of the projects that run them. */
export type BuildsFact = BuildFact | BuildCallFact | StackFact | RegistrationFact;

/**
 * Which images a pipeline builds from which folders, once for each element of a matrix, and which other files it runs to do so. Outputs of
 * metadata steps, `$GITHUB_ENV` and `docker tag` are followed. Also what compose projects and swarm stacks are called
 * that it brings up, and programs that it starts beside a sidecar.
 */
export function buildsOfPipeline(pipeline: Pipeline, places: BuildPlaces): BuildsFact[] {
  const facts: BuildsFact[] = [];
  for (const job of pipeline.jobs) {
    for (const leg of legsOf(job)) {
      facts.push(...buildsOfLeg(pipeline, job, leg, places));
      for (const call of job.calls.filter((one) => one.files.length > 0)) facts.push(callFact(pipeline.file, call, leg, places.foundBy));
    }
  }
  return distinct(facts);
}

function buildsOfLeg(pipeline: Pipeline, job: PipelineJob, leg: Variables, places: BuildPlaces): BuildsFact[] {
  const { steps, built } = walkLeg(pipeline, job, leg);
  const commands = steps.flatMap((step) => step.commands);
  const calls = commands.flatMap((command): BuildCallFact[] => {
    const run = scriptRun(command, places.otherFolder);
    return run === undefined ? [] : [{ kind: 'build-call', at: { file: pipeline.file, line: command.line }, foundBy: places.foundBy, ...run }];
  });
  const stacks = commands.flatMap((command) => stackFacts(command, pipeline.file, places));
  const programs = commands.flatMap((command) => programFacts(command, pipeline.file, places.foundBy));
  return [...built.flatMap((one) => buildFact(pipeline.file, job, one, places)), ...calls, ...stacks, ...programs];
}

function stackFacts(command: PipelineCommand, file: string, { foundBy, otherFolder }: BuildPlaces): StackFact[] {
  const project = composeProjectOf(command.words);
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

/** A program that is started in its own folder beside a sidecar. */
function programFacts({ words, folder, line }: PipelineCommand, file: string, foundBy: string): RegistrationFact[] {
  const run = sidecarRunOf(words);
  if (run === undefined || folder === '.') return [];
  return [{ kind: 'registration', at: { file, line }, foundBy, ...run, redirects: [], upstreams: [], folder }];
}

function callFact(file: string, call: PipelineJob['calls'][number], leg: Variables, foundBy: string): BuildCallFact {
  const values = Object.fromEntries([...call.values].map(([name, text]) => [name, textTerm(fillText(text, leg))]));
  return { kind: 'build-call', at: { file, line: call.line }, foundBy, files: call.files, ...(call.job !== undefined && { job: call.job }), values };
}

function buildFact(file: string, job: PipelineJob, { build, line, folder, images }: BuiltImage, places: BuildPlaces): BuildFact[] {
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
