import type { DeliveredMember, DeliveryFact, DeliveryRun } from '../../core/delivery.js';
import { joinPath } from '../paths.js';
import { imageMember, type MemberPlace, pathMember } from './members.js';
import type { Pipeline, PipelineCommand, PipelineJob, Variables } from './model.js';
import { publishedByAction } from './published-actions.js';
import { publishedByCommand } from './published-commands.js';
import { runsOf, runsOfAction } from './runs.js';
import { fillText, textTerm } from './text.js';
import { type BuiltImage, legsOf, sameImage, walkLeg, type WalkedLeg, type WalkedStep } from './walk.js';

/** How the deliveries of one kind of file are to be read. */
export interface DeliverySource {
  readonly foundBy: string;
  /** How people call a job: `job publish`, `make push`. */
  readonly title: (job: PipelineJob) => string;
  readonly starts: (job: PipelineJob) => DeliveryFact['starts'];
  /** Jobs without conditions of their own are the parts of one run: the stages of a Jenkinsfile. */
  readonly oneRun?: string;
  /** What a job needs is run as part of it: targets of make. */
  readonly needsAreParts?: boolean;
  /** Any of a job's conditions lets it run (rules of GitLab), not only all of them. */
  readonly anyCondition?: boolean;
  /** As for `scriptRun`. */
  readonly otherFolder?: string;
}

const testCluster =
  /\bkind create cluster|\bkind load\b|\bminikube (?:start|docker-env|image)|\bk3d (?:cluster create|image import)|\bk3s\b.*server|(?:^|[_/.-])(?:kind|minikube|k3d)[_.-][\w.-]*\.sh\b/i;
const testClusterAction = /(?:kind-action|setup-minikube|setup-kind|k3d-action|setup-k3s)/;
const testEnvironment = /^(?:review|preview|pr|pull-request|test|testing|e2e|ci|ephemeral)(?:[/_-]|$)/i;
/** Conditions that hold for reviews alone, as the systems write them. */
const reviewOnly =
  /event_name\s*==\s*'pull_request|pipeline_source\s*={2}\s*["']merge_request_event|^merge_requests$|^changeRequest\b|(?<!n)eq\(\s*variables(?:\.|\[')Build\.Reason(?:'\])?,\s*'PullRequest'|^type\s*=\s*pull_request/i;

/**
 * What the jobs of a pipeline publish or deploy: a fact for each job, for each known element of its matrix, and for each part of it that runs under a condition of its
 * own. Jobs that only build and test, that run for reviews alone, or that deploy to a cluster made for a test give none.
 */
export function deliveriesOfPipeline(pipeline: Pipeline, source: DeliverySource): DeliveryFact[] {
  if (onlyForReview(pipeline)) return [];
  const facts = pipeline.jobs.flatMap((job) => deliveriesOfJob(pipeline, job, source));
  return source.oneRun === undefined ? facts : asOneRun(facts, pipeline, source.oneRun);
}

function onlyForReview({ triggers }: Pipeline): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event.startsWith('pull_request') || event === 'merge_group' || event === 'merge_request_event');
}

function deliveriesOfJob(pipeline: Pipeline, job: PipelineJob, source: DeliverySource): DeliveryFact[] {
  const reviews = job.conditions.filter((condition) => reviewOnly.test(condition)).length;
  if (reviews > 0 && (source.anyCondition !== true || reviews === job.conditions.length)) return [];
  if (testEnvironment.test(job.environment ?? '') || job.conditions.includes('false')) return [];
  return legsOf(job).flatMap((leg) => {
    const walked = walkLeg(pipeline, job, leg);
    return walked.steps.some(madeForTest) ? [] : deliveriesOfLeg(pipeline, job, leg, walked, source);
  });
}

function madeForTest({ step, commands }: WalkedStep): boolean {
  return testClusterAction.test(step.action?.name ?? '') || commands.some(({ words }) => testCluster.test(words.join(' ')));
}

/** What goes out under one condition. */
interface Part {
  readonly members: Map<string, DeliveredMember>;
  readonly runs: DeliveryRun[];
}

function deliveriesOfLeg(pipeline: Pipeline, job: PipelineJob, leg: Variables, walked: WalkedLeg, source: DeliverySource): DeliveryFact[] {
  const parts = new Map<string, Part>();
  const partOf = (condition: string): Part => {
    const part = parts.get(condition) ?? { members: new Map(), runs: [] };
    parts.set(condition, part);
    return part;
  };
  for (const walkedStep of walked.steps) addStep(pipeline.file, walkedStep, walked.built, source, partOf);
  for (const call of job.calls.filter(({ files }) => files.length > 0)) {
    const values = Object.fromEntries([...call.values].map(([name, text]) => [name, textTerm(fillText(text, leg))]));
    const at = { file: pipeline.file, line: call.line };
    partOf('').runs.push({ files: call.files, ...(call.job !== undefined && { job: call.job }), values, at });
  }
  if (source.needsAreParts) {
    const at = { file: pipeline.file, line: job.line };
    for (const need of job.needs) partOf('').runs.push({ files: [pipeline.file], job: need, values: {}, at });
  }
  const element = job.matrix && leg.size > 0 ? ` (${[...leg.values()].slice(0, 2).join(', ')})` : '';
  return [...parts].flatMap(([condition, { members, runs }]): DeliveryFact[] => {
    if (members.size === 0 && runs.length === 0) return [];
    return [
      {
        kind: 'delivery',
        at: { file: pipeline.file, line: job.line },
        foundBy: source.foundBy,
        job: job.id,
        title: `${source.title(job)}${element}`,
        starts: source.starts(job),
        ...(condition !== '' && { condition }),
        ...(job.environment !== undefined && { environment: job.environment }),
        members: [...members.values()],
        runs,
      },
    ];
  });
}

function addStep(file: string, walked: WalkedStep, built: readonly BuiltImage[], source: DeliverySource, partOf: (condition: string) => Part): void {
  const { step, variables } = walked;
  const place: MemberPlace = { file, line: step.line, folder: step.folder, variables };
  const asked = (...conditions: readonly (string | undefined)[]): string =>
    conditions.filter((one) => one !== undefined && !/^(?:always|success|!? ?cancelled)\(\)$/.test(one)).join(' and ');
  const add = (condition: string, members: readonly DeliveredMember[], runs: readonly DeliveryRun[] = []): void => {
    if (members.length === 0 && runs.length === 0) return;
    const part = partOf(condition);
    part.runs.push(...runs);
    for (const member of members) {
      const key = keyOf(member);
      // A pattern stands for many: under a condition each of them has its own.
      if (!part.members.has(key) && !(condition !== '' && member.kind === 'path' && /[*]/.test(condition))) part.members.set(key, member);
    }
  };
  if (walked.built?.build.pushed === true) add(asked(step.condition), pushedBuild(place, walked.built));
  if (step.action) add(asked(step.condition), publishedByAction(step.action, place), runsOfAction(step.action, { file, line: step.line }));
  for (const command of walked.commands) {
    const condition = asked(step.condition, command.condition);
    add(condition, [], runsOf(command, file, source.otherFolder));
    for (const folder of foldersOf(command, source)) add(condition, publishedBy(command, built, { ...place, line: command.line, folder }, source.otherFolder));
  }
}

/** Where a command's paths may begin: a script that goes nowhere may be run from its own folder or from the root. */
function foldersOf({ folder }: PipelineCommand, { otherFolder }: DeliverySource): readonly string[] {
  return otherFolder === undefined || folder !== '.' || otherFolder === folder ? [folder] : [folder, otherFolder];
}

function publishedBy(command: PipelineCommand, built: readonly BuiltImage[], place: MemberPlace, otherFolder?: string): DeliveredMember[] {
  const image = built.find((one) => one.line === command.line && one.build.pushed && sharesImage(command, one));
  if (image) return pushedBuild(place, image, otherFolder);
  return publishedByCommand(command, place).flatMap((member) => withSource([member], builtAs(member, command, built, place, otherFolder)));
}

function sharesImage(command: PipelineCommand, image: BuiltImage): boolean {
  return image.build.images.some((name) => command.words.some((word) => word.includes(name)));
}

/** The image's name where it is known, and what it is built from. */
function pushedBuild(place: MemberPlace, image: BuiltImage, otherFolder?: string): DeliveredMember[] {
  const named = image.images.map((name) => imageMember(place, name)).find((members) => members.length > 0) ?? [];
  return withSource(named, sourceMember(place, image, otherFolder));
}

function withSource(images: readonly DeliveredMember[], sources: readonly DeliveredMember[]): DeliveredMember[] {
  const from = sources.map(({ text }) => text);
  return [...images.map((image) => (from.length > 0 && image.kind === 'image' ? { ...image, from } : image)), ...sources];
}

/** Of a pushed image, what an earlier command built it from. */
function builtAs(member: DeliveredMember, command: PipelineCommand, built: readonly BuiltImage[], place: MemberPlace, otherFolder?: string): DeliveredMember[] {
  if (member.kind !== 'image') return [];
  const image = built.find((one) => one.images.some((name) => command.words.some((word) => sameImage(name, word))));
  return image === undefined ? [] : sourceMember(place, image, otherFolder);
}

/** The Dockerfile: it lies in the service's folder, or says nothing; of a pattern of folders the pattern. */
function sourceMember(place: MemberPlace, { build, folder }: BuiltImage, otherFolder?: string): DeliveredMember[] {
  const { context, dockerfile } = build;
  if (context === undefined) return [];
  const inContext = dockerfile === undefined || build.fileIn === 'context';
  const path = context.includes('*') ? context : inContext ? joinPath(context, dockerfile ?? 'Dockerfile') : dockerfile;
  const homes = otherFolder === undefined || folder !== '.' ? [folder] : [folder, otherFolder];
  const members = homes.flatMap((home) => pathMember(place, path, home, 'publish')).filter(({ open }) => open === undefined);
  return build.target === undefined ? members.filter(({ text }) => text.includes('/')) : members.map((member) => ({ ...member, target: build.target ?? '' }));
}

/** Facts of one file under one condition, joined at the first one's place. */
function asOneRun(facts: readonly DeliveryFact[], pipeline: Pipeline, title: string): DeliveryFact[] {
  const groups = new Map<string, DeliveryFact[]>();
  for (const fact of facts) {
    const stage = pipeline.jobs.find((job) => job.id === fact.job && job.line === fact.at.line);
    const own = [...(stage?.conditions ?? []).filter((c) => !c.startsWith('branch ')), ...(stage?.paths ?? []).flatMap((p) => p.include)];
    const key = stage?.matrix === true ? `${fact.job}\n${groups.size}` : [...own, fact.condition ?? ''].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), fact]);
  }
  return [...groups.values()].flatMap((group): DeliveryFact[] => {
    const [first, ...rest] = group;
    if (first === undefined) return [];
    if (rest.length === 0) return [first];
    return [{ ...first, job: '', title, members: distinct(group.flatMap((f) => f.members)), runs: group.flatMap((f) => f.runs) }];
  });
}

function distinct(members: readonly DeliveredMember[]): DeliveredMember[] {
  return [...new Map([...members].reverse().map((member) => [keyOf(member), member])).values()].reverse();
}

const keyOf = ({ kind, text, act, target = '' }: DeliveredMember): string => [kind, text, act, target].join(' ');
