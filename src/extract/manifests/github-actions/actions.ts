import type { ReleaseMember } from '../../../core/fact.js';
import { get, textOf } from '../../../parse/tree.js';
import { imageMember, pathMember, treeMember, workloadMember } from './step.js';
import type { Step } from './step.js';

type Published = (step: Step, input: (name: string) => string) => ReleaseMember[];

/** Actions that publish or deploy, by the name before `@`. */
const actions: ReadonlyMap<string, Published> = new Map<string, Published>([
  ['docker/build-push-action', buildPush],
  ['redhat-actions/push-to-registry', (step, input) => imageMember(step, input('image'), step.line)],
  ['elgohr/publish-docker-github-action', (step, input) => imageMember(step, input('name'), step.line)],
  ['azure/k8s-deploy', (step, input) => lines(input('manifests')).flatMap((path) => treeMember(step, path, step.line, '.'))],
  ['aws-actions/amazon-ecs-deploy-task-definition', (step, input) => workloadMember(step, input('service'), step.line)],
  ['google-github-actions/deploy-cloudrun', (step, input) => workloadMember(step, input('service'), step.line)],
  ['azure/webapps-deploy', (step, input) => workloadMember(step, input('app-name'), step.line)],
  ['azure/container-apps-deploy-action', (step, input) => workloadMember(step, input('containerAppName'), step.line)],
]);

const lines = (text: string): string[] => text.split(/[\n,]/).filter((line) => line.trim() !== '');

/** What a step's action (`uses`) publishes or deploys. */
export function publishedByAction(step: Step): ReleaseMember[] {
  const name = textOf(get(step.node, 'uses'))?.split('@')[0]?.toLowerCase() ?? '';
  const published = actions.get(name);
  return published ? published(step, (input) => textOf(get(step.node, 'with', input)) ?? '') : [];
}

/** Paths of an action are relative to the repository, not to the working directory. */
function buildPush(step: Step, input: (name: string) => string): ReleaseMember[] {
  const pushes = /^true$|\$/.test(input('push')) || /\bpush=true\b|type=registry/.test(input('outputs'));
  if (!pushes) return [];
  const image = lines(input('tags')).flatMap((tag) => imageMember(step, tag, step.line))[0];
  if (image) return [image];
  const file = input('file');
  if (file.includes('/')) return pathMember(step, file, step.line, '.');
  const context = input('context');
  return context === '' ? [] : pathMember(step, context, step.line, '.');
}
