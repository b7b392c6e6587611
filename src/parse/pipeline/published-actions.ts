import type { DeliveredMember } from '../../core/delivery.js';
import { type MemberPlace, imageMember, pathMember, treeMember, workloadMember } from './members.js';
import type { PipelineAction } from './model.js';
import { composeFileMembers } from './published-commands.js';

type Published = (place: MemberPlace, input: (name: string) => string) => DeliveredMember[];

/** GitHub actions and Azure tasks that publish or deploy, by the name before `@`; those that build images are read from what they build. */
const actions: ReadonlyMap<string, Published> = new Map<string, Published>([
  ['redhat-actions/push-to-registry', (place, input) => imageMember(place, input('image'))],
  ['azure/k8s-deploy', (place, input) => lines(input('manifests')).flatMap((path) => treeMember(place, path, '.'))],
  ['aws-actions/amazon-ecs-deploy-task-definition', (place, input) => workloadMember(place, input('service'))],
  ['google-github-actions/deploy-cloudrun', (place, input) => workloadMember(place, input('service'))],
  ['google-github-actions/deploy-appengine', (place, input) => pathMember(place, input('working_directory') || '.', '.')],
  ['azure/webapps-deploy', (place, input) => workloadMember(place, input('app-name'))],
  ['azure/container-apps-deploy-action', (place, input) => workloadMember(place, input('containerAppName'))],
  ['azure/functions-action', (place, input) => pathMember(place, input('package') || '.', '.')],
  ['superfly/flyctl-actions', (place) => pathMember(place, '.', '.')],
  ['akhileshns/heroku-deploy', (place, input) => pathMember(place, input('appdir') || '.', '.')],
  [
    'kubernetesmanifest',
    (place, input) => (/^(?:deploy|)$/.test(input('action')) ? lines(input('manifests')).flatMap((path) => treeMember(place, path, '.')) : []),
  ],
  ['helmdeploy', (place, input) => (/^(?:upgrade|install)$/.test(input('command')) ? chartMember(place, input('chartPath'), input('releaseName')) : [])],
  ['kubernetes', (place, input) => (/^(?:apply|create|)$/.test(input('command')) ? treeMember(place, input('configuration'), '.') : [])],
  ['azurewebapp', (place, input) => workloadMember(place, input('appName'))],
  ['azurewebappcontainer', (place, input) => workloadMember(place, input('appName'))],
  ['azurefunctionapp', (place, input) => workloadMember(place, input('appName'))],
  ['azurecontainerapps', (place, input) => workloadMember(place, input('containerAppName'))],
  [
    'dockercompose',
    (place, input) => (/^push services$/i.test(input('action')) ? composeFileMembers(place, lines(input('dockerComposeFile')), '.', 'publish') : []),
  ],
]);

const lines = (text: string): string[] => text.split(/[\n,]/).filter((line) => line.trim() !== '');

function chartMember(place: MemberPlace, chart: string, release: string): DeliveredMember[] {
  const byPath = chart.includes('*') ? [] : pathMember(place, chart, '.');
  return byPath.length > 0 ? byPath : workloadMember(place, release);
}

/** What an action publishes or deploys. Its paths are relative to the repository, not to the working directory. */
export function publishedByAction(action: PipelineAction, place: MemberPlace): DeliveredMember[] {
  return actions.get(action.name)?.(place, (name) => action.inputs.get(name)?.text ?? '') ?? [];
}
