/** What a command line makes an image of. Texts as written, references in them as `${name}`. */
export interface ImageBuild {
  /** Names it gets, with tag; empty where none is given. */
  readonly images: readonly string[];
  /** Folder, as the command sees it; absent where it is a URL or standard input. */
  readonly context?: string;
  /** Relative to where the command runs, or to the context (`fileIn`). */
  readonly dockerfile?: string;
  readonly fileIn: 'folder' | 'context';
  readonly target?: string;
  /** It also publishes it. */
  readonly pushed: boolean;
}

const flagsOfDocker: ReadonlySet<string> = new Set([
  '--no-cache',
  '--pull',
  '--push',
  '--load',
  '--rm',
  '--force-rm',
  '-q',
  '--quiet',
  '--squash',
  '--compress',
  '--debug',
  '-D',
  '--layers',
]);

/**
 * The image that a command builds: docker, buildx, podman, nerdctl, buildah, img, kaniko, `az acr build`, `gcloud builds submit`, `pack build`, Jib, Spring's
 * `build-image`. Undefined for anything else, and where no name is given. Words are those of one simple command, quotes removed.
 */
export function imageBuildOf(words: readonly string[]): ImageBuild | undefined {
  const tool = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1);
  switch (tool) {
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'buildah':
    case 'img':
      return dockerBuild(words);
    case 'executor':
    case 'kaniko':
      return kaniko(words);
    case 'az':
      return words[1] === 'acr' && words[2] === 'build' ? contextBuild(words, 3, ['-t', '--image'], ['-f', '--file']) : undefined;
    case 'gcloud':
      return words[1] === 'builds' && words[2] === 'submit' ? contextBuild(words, 3, ['-t', '--tag'], []) : undefined;
    case 'pack':
      return pack(words);
    case 'mvn':
    case 'mvnw':
    case 'gradle':
    case 'gradlew':
      return jvmBuild(words);
    default:
      return undefined;
  }
}

/** `docker tag a b`: both names are one image. */
export function imageTagOf(words: readonly string[]): { readonly from: string; readonly to: string } | undefined {
  if (!/^(?:docker|podman|nerdctl|buildah)$/.test(words[0] ?? '')) return undefined;
  const at = words[1] === 'image' ? 2 : 1;
  const [from, to] = words.slice(at + 1).filter((word) => !word.startsWith('-'));
  return words[at] === 'tag' && from !== undefined && to !== undefined ? { from, to } : undefined;
}

function dockerBuild(words: readonly string[]): ImageBuild | undefined {
  const verb = words.slice(1, 3).findIndex((word) => word === 'build' || word === 'bud');
  const at = verb < 0 ? -1 : verb + 1;
  const before = words[1] ?? '';
  if (at < 0 || (at === 2 && !/^(?:buildx|image|builder)$/.test(before))) return undefined;
  return contextBuild(words, at + 1, ['-t', '--tag'], ['-f', '--file', '--dockerfile'], 'folder');
}

/** Options, then one context: the first word that is neither an option nor an option's value. */
function contextBuild(
  words: readonly string[],
  from: number,
  tags: readonly string[],
  files: readonly string[],
  fileIn: ImageBuild['fileIn'] = 'folder',
): ImageBuild | undefined {
  const rest = words.slice(from);
  const images = optionValues(rest, tags).filter((image) => image !== '');
  if (images.length === 0) return undefined;
  const operands = rest.filter((word, i) => !word.startsWith('-') && !takesValue(rest[i - 1]) && !/^(?:\d?[<>]|&)/.test(word));
  const context = operands[0] ?? '.';
  const dockerfile = optionValues(rest, files).at(-1);
  const target = optionValues(rest, ['--target']).at(-1);
  return {
    images,
    ...(isFolder(context) && rest.at(-1) !== '-' && { context }),
    ...(dockerfile !== undefined && dockerfile !== '-' && { dockerfile }),
    fileIn,
    ...(target !== undefined && { target }),
    pushed: rest.includes('--push') || rest.some((word) => /\btype=registry|push=true/.test(word)) || words[0] === 'az' || words[0] === 'gcloud',
  };
}

const isFolder = (context: string): boolean => !/^(?:https?|git|ssh):|^git@|^-$/.test(context);

/** An option whose value is the next word: every one but the switches and those with `=`. */
function takesValue(word: string | undefined): boolean {
  return word?.startsWith('-') === true && word !== '-' && !word.includes('=') && !flagsOfDocker.has(word);
}

function optionValues(words: readonly string[], names: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    const name = names.find((n) => word === n || word.startsWith(`${n}=`));
    if (name === undefined) return [];
    return word === name ? (words[i + 1] ?? []) : word.slice(name.length + 1);
  });
}

/** `--context dir://x --dockerfile f --destination image`: the file lies in the context or where it says. */
function kaniko(words: readonly string[]): ImageBuild | undefined {
  const images = optionValues(words, ['--destination', '-d']);
  if (images.length === 0) return undefined;
  const context = (optionValues(words, ['--context', '-c']).at(-1) ?? '.').replace(/^dir:\/\//, '');
  const within = optionValues(words, ['--context-sub-path']).at(-1);
  const dockerfile = optionValues(words, ['--dockerfile', '-f']).at(-1);
  const target = optionValues(words, ['--target']).at(-1);
  return {
    images,
    ...(isFolder(context) && { context: within === undefined ? context : `${context}/${within}` }),
    ...(dockerfile !== undefined && { dockerfile }),
    fileIn: 'context',
    ...(target !== undefined && { target }),
    pushed: !words.includes('--no-push'),
  };
}

function pack(words: readonly string[]): ImageBuild | undefined {
  const image = words[2];
  if (words[1] !== 'build' || image === undefined || image.startsWith('-')) return undefined;
  return { images: [image], context: optionValues(words, ['-p', '--path']).at(-1) ?? '.', fileIn: 'folder', pushed: words.includes('--publish') };
}

/** `mvn -pl orders jib:build -Dimage=x`, `gradle :orders:bootBuildImage --imageName=x`. */
function jvmBuild(words: readonly string[]): ImageBuild | undefined {
  const goal = words.find((word) =>
    /(?:jib(?:-maven-plugin)?(?::[\w.]+)?:(?:build|dockerBuild)|spring-boot:build-image|(?:^|:)(?:jib|jibDockerBuild|bootBuildImage))$/.test(word),
  );
  if (goal === undefined) return undefined;
  const image = optionValues(words, ['-Dimage', '-Djib.to.image', '-Dspring-boot.build-image.imageName', '--imageName', '--image'])[0];
  if (image === undefined) return undefined;
  const maven = /mvn/.test(words[0] ?? '');
  const project = maven ? optionValues(words, ['-pl', '--projects'])[0] : /^:?(.+):\w+$/.exec(goal)?.[1]?.replaceAll(':', '/');
  const file = optionValues(words, ['-f', '--file', '-p', '--project-dir'])[0]?.replace(/\/?pom\.xml$/, '');
  const folder = [file, project?.replace(/^:/, '')].filter((part) => part !== undefined && part !== '').join('/');
  return { images: [image], context: folder === '' ? '.' : folder, fileIn: 'folder', pushed: /(?:jib|:build)$/.test(goal) };
}
