import type { ReleaseMember } from '../../core/fact.js';
import type { ImageBuild } from '../docker-build.js';
import { buildOfAction } from './build-actions.js';
import { type MemberPlace, imageMember, pathMember, treeMember, workloadMember } from './members.js';
import type { PipelineAction } from './model.js';
import { fillText } from './text.js';

type Published = (place: MemberPlace, input: (name: string) => string) => ReleaseMember[];

/** Actions that publish or deploy, by the name before `@`. */
const actions: ReadonlyMap<string, Published> = new Map<string, Published>([
  ['redhat-actions/push-to-registry', (place, input) => imageMember(place, input('image'))],
  ['azure/k8s-deploy', (place, input) => lines(input('manifests')).flatMap((path) => treeMember(place, path, '.'))],
  ['aws-actions/amazon-ecs-deploy-task-definition', (place, input) => workloadMember(place, input('service'))],
  ['google-github-actions/deploy-cloudrun', (place, input) => workloadMember(place, input('service'))],
  ['azure/webapps-deploy', (place, input) => workloadMember(place, input('app-name'))],
  ['azure/container-apps-deploy-action', (place, input) => workloadMember(place, input('containerAppName'))],
]);

const lines = (text: string): string[] => text.split(/[\n,]/).filter((line) => line.trim() !== '');

/** What an action publishes or deploys. Its paths are relative to the repository, not to the working directory. */
export function publishedByAction(action: PipelineAction, place: MemberPlace): ReleaseMember[] {
  const build = buildOfAction(action, (text) => fillText(text, place.variables));
  if (build) return build.pushed ? buildPush(place, build) : [];
  return actions.get(action.name)?.(place, (name) => action.inputs.get(name)?.text ?? '') ?? [];
}

/** The image's name where it is known, else where it is built. */
function buildPush(place: MemberPlace, { images, dockerfile, context }: ImageBuild): ReleaseMember[] {
  const image = images.flatMap((name) => imageMember(place, name))[0];
  if (image) return [image];
  if (dockerfile?.includes('/')) return pathMember(place, dockerfile, '.');
  return context === undefined || context === '.' ? [] : pathMember(place, context, '.');
}
