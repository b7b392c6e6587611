import type { DeliveredMember } from '../../core/delivery.js';
import { type MemberPlace, imageMember, pathMember, treeMember, workloadMember } from './members.js';
import type { PipelineAction } from './model.js';
import { composeFileMembers } from './published-commands.js';

type Published = (place: MemberPlace, input: (name: string) => string) => DeliveredMember[];

/** GitHub actions, orbs of CircleCI and Azure tasks that publish or deploy, by the name before `@`; those that build images are read from what they build. */
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
  ['circleci/docker/push', (place, input) => imageMember(place, input('image'))],
  ['circleci/gcp-gcr/push-image', (place, input) => imageMember(place, input('image'))],
  ['circleci/aws-ecs/deploy-service-update', (place, input) => workloadMember(place, input('service-name') || input('family'))],
  ['circleci/aws-ecs/deploy_service_update', (place, input) => workloadMember(place, input('service_name') || input('family'))],
  ['circleci/aws-ecs/update-service', (place, input) => workloadMember(place, input('service-name') || input('family'))],
  ['circleci/kubernetes/create-or-update-resource', (place, input) => treeMember(place, input('resource-file-path'), '.')],
  ['circleci/aws-eks/update-container-image', (place, input) => workloadMember(place, input('resource-name').replace(/^\w+\//, ''))],
  ['circleci/kubernetes/update-container-image', (place, input) => workloadMember(place, input('resource-name').replace(/^\w+\//, ''))],
  ['circleci/helm/upgrade-helm-chart', (place, input) => chartMember(place, input('chart'), input('release-name'))],
  ['circleci/gcp-cloud-run/deploy', (place, input) => workloadMember(place, input('service-name'))],
  ['docker', (place, input) => (/^push(?: an image)?$/i.test(input('command')) ? imageMember(place, input('repository') || input('imageName')) : [])],
  ['azurermwebappdeployment', (place, input) => workloadMember(place, input('webAppName'))],
  [
    'kubernetesmanifest',
    (place, input) => (/^(?:deploy|)$/.test(input('action')) ? lines(input('manifests')).flatMap((path) => treeMember(place, path, '.')) : []),
  ],
  ['helmdeploy', (place, input) => (/^(?:upgrade|install)$/.test(input('command')) ? chartMember(place, input('chartPath'), input('releaseName')) : [])],
  ['kubernetes', (place, input) => (/^(?:apply|create|)$/.test(input('command')) ? treeMember(place, input('configuration'), '.') : [])],
  ['azurewebapp', (place, input) => workloadMember(place, input('appName'))],
  ['azurewebappcontainer', (place, input) => workloadMember(place, input('appName'))],
  ['azurefunctionapp', (place, input) => workloadMember(place, input('appName'))],
  ['azurermwebappdeployment', (place, input) => workloadMember(place, input('webAppName'))],
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
