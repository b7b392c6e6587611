import type { FileIndex } from '../../core/files.js';
import { folderOf, joinPath } from '../../parse/paths.js';
import { at, type Placed, text } from '../placed.js';

const generic =
  /^(sam-?app|template|templates?|stack|stacks|main|index|app|application|sam|cfn|cloudformation|serverless|infra|infrastructure|deploy(ment)?|cloud|aws|iac|resources?|root|packaged?|output|backend|service|services|functions?|lambdas?|src|api|ops|build|config|packages|apps|microservices|terraform|tf|env|envs|environments?|live|modules?|dev|develop(ment)?|test|stage|staging|stg|qa|uat|prod|production|global|us-[a-z]+-\d|eu-[a-z]+-\d)$/i;

/** The name of the stack that a template makes: as `samconfig.toml` or the template's metadata says, else its file's name, else the nearest folder's that says something. */
export function stackName(file: string, root: Placed, files: Pick<FileIndex, 'has' | 'read'>): string {
  const published = text(at(root, 'Metadata', 'AWS::ServerlessRepo::Application', 'Name'));
  return [published, configured(folderOf(file), files)].find((name) => name !== undefined && name !== '' && !generic.test(name)) ?? nameByPath(file);
}

/** Whether a name tells one stack from others: no environment, no word for what it is. */
export function isTelling(name: string): boolean {
  return name !== '' && !generic.test(name);
}

/** What a path says: the file's name, else that of the nearest folder which is no common one. */
export function nameByPath(file: string): string {
  const folder = folderOf(file);
  const stem = file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.(ya?ml|json|template|tf|[cm]?[jt]s)$/i, '')
    .replace(/\.(template|cfn|sam)$/i, '')
    .replace(/^(template|cfn|sam|stack|serverless)[-_.]|[-_.](template|cfn|sam|stack)$/i, '');
  const around = folder === '.' ? [] : folder.split('/').reverse();
  return [stem, ...around].find((name) => name !== '' && !generic.test(name)) ?? 'app';
}

/** `stack_name` of the SAM command line's own configuration beside the template. */
function configured(folder: string, files: Pick<FileIndex, 'has' | 'read'>): string | undefined {
  const path = joinPath(folder, 'samconfig.toml');
  const read = files.has(path) ? files.read(path) : undefined;
  return read !== undefined && 'text' in read ? /^[ \t]{0,40}stack_name[ \t]{0,40}=[ \t]{0,40}["']([\w.-]{1,128})["']/m.exec(read.text)?.[1] : undefined;
}
