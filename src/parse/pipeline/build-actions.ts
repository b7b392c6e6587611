import type { ImageBuild } from '../docker-build.js';
import type { PipelineAction } from './model.js';

/** Inputs of an action that name the image, the context and the Dockerfile; the first that is set counts. */
interface BuildInputs {
  readonly images: readonly string[];
  readonly context: readonly string[];
  readonly dockerfile: readonly string[];
  /** Whether it also publishes: as its input `push` says, always, never, or where its input `command` builds and pushes. */
  readonly push: 'input' | 'always' | 'never' | 'command';
  readonly fileIn?: ImageBuild['fileIn'];
}

/** Actions of GitHub, orbs of CircleCI and tasks of Azure that build an image, by the name before `@`. */
const actions: ReadonlyMap<string, BuildInputs> = new Map<string, BuildInputs>([
  ['docker/build-push-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['depot/build-push-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['int128/kaniko-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['redhat-actions/buildah-build', { images: ['image'], context: ['context'], dockerfile: ['containerfiles', 'dockerfiles'], push: 'never' }],
  ['elgohr/publish-docker-github-action', { images: ['name'], context: ['context', 'workdir'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
  ['mr-smithers-excellent/docker-build-push', { images: ['image'], context: ['directory'], dockerfile: ['dockerfile'], push: 'always' }],
  ['whoan/docker-build-with-cache-action', { images: ['image_name'], context: ['context'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
  ['circleci/docker/publish', { images: ['image'], context: ['docker-context', 'path'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
  ['circleci/docker/build', { images: ['image'], context: ['docker-context', 'path'], dockerfile: ['dockerfile'], push: 'never', fileIn: 'context' }],
  [
    'circleci/aws-ecr/build-and-push-image',
    { images: ['repo'], context: ['build-path', 'path'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' },
  ],
  [
    'circleci/aws-ecr/build_and_push_image',
    { images: ['repo'], context: ['build_path', 'path'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' },
  ],
  [
    'circleci/gcp-gcr/build-and-push-image',
    { images: ['image'], context: ['docker-context', 'path'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' },
  ],
  ['circleci/azure-acr/build-and-push-image', { images: ['repo'], context: ['path'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
  ['docker', { images: ['repository', 'imageName'], context: ['buildContext'], dockerfile: ['dockerfile', 'dockerFile'], push: 'command' }],
]);

/** The image that an action of a step builds; `fill` puts values into its inputs. Undefined for other actions. */
export function buildOfAction(action: PipelineAction, fill: (text: string) => string): ImageBuild | undefined {
  const inputs = actions.get(action.name);
  if (!inputs) return undefined;
  const value = (names: readonly string[]): string => fill(names.map((name) => action.inputs.get(name)?.text ?? '').find((text) => text !== '') ?? '').trim();
  const images = value(inputs.images)
    .split(/[\n,]/)
    .map((image) => image.trim().replace(/^type=[^,]*,name=/, ''))
    .filter((image) => image !== '');
  const context = value(inputs.context).replace(/^\{\{defaultContext\}\}:?/, '');
  const dockerfile = value(inputs.dockerfile).split('\n')[0] ?? '';
  const outputs = fill(action.inputs.get('outputs')?.text ?? '');
  const target = fill(action.inputs.get('target')?.text ?? '');
  const command = value(['command']);
  if (inputs.push === 'command' && !/^(?:build|buildAndPush|Build an image|)$/.test(command)) return undefined;
  const pushes = /^true$|\$/.test(value(['push'])) || /\bpush=true\b|type=registry/.test(outputs);
  return {
    images,
    ...(!/^(?:https?|git):/.test(context) && { context: context === '' || context === '**' ? around(inputs, dockerfile) : context }),
    ...(dockerfile !== '' && !dockerfile.includes('*') && { dockerfile }),
    fileIn: inputs.fileIn ?? 'folder',
    ...(target !== '' && { target }),
    pushed: inputs.push === 'always' || (inputs.push === 'command' && /^(?:buildAndPush|)$/.test(command)) || (inputs.push === 'input' && pushes),
  };
}

/** Azure's task takes the Dockerfile's folder where no context is said; the others the repository. */
function around({ push }: BuildInputs, dockerfile: string): string {
  const slash = dockerfile.lastIndexOf('/');
  return push === 'command' && slash > 0 && !dockerfile.includes('*') ? dockerfile.slice(0, slash) : '.';
}
