/** A project or swarm stack that a command brings up: its name and the compose files it is made of, as the command sees them. */
export interface ComposeProject {
  readonly name: string;
  /** Empty where the files of the folder are meant. */
  readonly files: readonly string[];
}

const valued: ReadonlySet<string> = new Set([
  '-c',
  '--compose-file',
  '-f',
  '--file',
  '-p',
  '--project-name',
  '--orchestrator',
  '--resolve-image',
  '--profile',
  '--env-file',
]);

/** The project of `docker stack deploy -c FILE NAME` and of `docker compose -f FILE -p NAME …`; undefined for other commands and names that are not plain. */
export function composeProjectOf(words: readonly string[]): ComposeProject | undefined {
  const [tool = '', second] = words;
  const isStack = tool === 'docker' && second === 'stack' && (words[2] === 'deploy' || words[2] === 'up');
  const isCompose = tool === 'docker-compose' || (/^(docker|podman|nerdctl)$/.test(tool) && second === 'compose');
  if (!isStack && !isCompose) return undefined;
  const { options, rest } = optionsOf(words.slice(isStack ? 3 : isCompose && second === 'compose' ? 2 : 1));
  const files = options.flatMap(([key, value]) => (/^(-c|--compose-file|-f|--file)$/.test(key) ? value.split(',') : []));
  const name = isStack ? rest.at(-1) : options.find(([key]) => /^(-p|--project-name)$/.test(key))?.[1];
  return name !== undefined && /^[A-Za-z0-9][\w-]{0,100}$/.test(name) ? { name, files: files.filter((file) => file !== '' && file !== '-') } : undefined;
}

function optionsOf(words: readonly string[]): { options: [string, string][]; rest: string[] } {
  const options: [string, string][] = [];
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [key = '', joined] = /^(--[\w-]+)=(.*)$/.exec(word)?.slice(1) ?? [word];
    if (joined !== undefined) options.push([key, joined]);
    else if (valued.has(word)) options.push([word, words[++i] ?? '']);
    else if (!word.startsWith('-')) rest.push(word);
  }
  return { options, rest };
}
