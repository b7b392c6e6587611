import type { ImageBuild } from '../docker-build.js';
import type { PipelineAction } from './model.js';

/** Inputs of an action that name the image, the context and the Dockerfile; the first that is set counts. */
interface BuildInputs {
  readonly images: readonly string[];
  readonly context: readonly string[];
  readonly dockerfile: readonly string[];
  readonly push: 'input' | 'always' | 'never';
  readonly fileIn?: ImageBuild['fileIn'];
}

/** Actions that build an image, by the name before `@`. */
const actions: ReadonlyMap<string, BuildInputs> = new Map<string, BuildInputs>([
  ['docker/build-push-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['depot/build-push-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['int128/kaniko-action', { images: ['tags'], context: ['context'], dockerfile: ['file'], push: 'input' }],
  ['redhat-actions/buildah-build', { images: ['image'], context: ['context'], dockerfile: ['containerfiles', 'dockerfiles'], push: 'never' }],
  ['elgohr/publish-docker-github-action', { images: ['name'], context: ['context', 'workdir'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
  ['mr-smithers-excellent/docker-build-push', { images: ['image'], context: ['directory'], dockerfile: ['dockerfile'], push: 'always' }],
  ['whoan/docker-build-with-cache-action', { images: ['image_name'], context: ['context'], dockerfile: ['dockerfile'], push: 'always', fileIn: 'context' }],
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
  const pushes = /^true$|\$/.test(value(['push'])) || /\bpush=true\b|type=registry/.test(outputs);
  return {
    images,
    ...(!/^(?:https?|git):/.test(context) && { context: context === '' ? '.' : context }),
    ...(dockerfile !== '' && { dockerfile }),
    fileIn: inputs.fileIn ?? 'folder',
    ...(target !== '' && { target }),
    pushed: inputs.push === 'always' || (inputs.push === 'input' && pushes),
  };
}
