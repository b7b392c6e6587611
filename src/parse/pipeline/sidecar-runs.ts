/** The name that a command gives to the program that it starts with a sidecar. */
export interface SidecarRun {
  readonly name: string;
  readonly port?: number;
}

/** `dapr run --app-id orders --app-port 3000 -- npm start`, and the sidecar alone (`daprd -app-id orders`); undefined for other commands and names that are not plain. */
export function sidecarRunOf(words: readonly string[]): SidecarRun | undefined {
  const tool = (words[0] ?? '').slice((words[0] ?? '').lastIndexOf('/') + 1);
  if (tool !== 'daprd' && !(tool === 'dapr' && words[1] === 'run')) return undefined;
  const option = (name: string): string | undefined => {
    const at = words.findIndex((w) => w.replace(/^--?/, '').split('=')[0] === name && w.startsWith('-'));
    const word = at < 0 ? undefined : words[at];
    return word?.includes('=') === true ? word.slice(word.indexOf('=') + 1) : at < 0 ? undefined : words[at + 1];
  };
  const name = option('app-id') ?? (tool === 'dapr' && words.includes('-a') ? words[words.indexOf('-a') + 1] : undefined);
  if (name === undefined || !/^[\w.-]{1,100}$/.test(name)) return undefined;
  const port = Number(option('app-port') ?? Number.NaN);
  return { name, ...(Number.isInteger(port) && port > 0 ? { port } : {}) };
}
