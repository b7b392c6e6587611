import type { ReleaseMember } from '../../../core/fact.js';
import { parseImage } from '../../../parse/image.js';
import { joinPath } from '../../../parse/paths.js';
import type { TreeNode } from '../../../parse/tree.js';

/** What a step runs with. `line` is that of the action's name or of the script. */
export interface Step {
  readonly file: string;
  readonly line: number;
  readonly folder: string;
  /** Literal variables of workflow, job and step; the innermost wins. */
  readonly env: ReadonlyMap<string, string>;
  readonly node: TreeNode;
}

/** Fills in `$NAME`, `${NAME}` and `$(( env.NAME ))` where the workflow sets them to a literal. */
function fillVariables(text: string, env: ReadonlyMap<string, string>): string {
  return text
    .replace(/\$\(\(\s*env\.([A-Za-z_]\w*)\s*\)\)/g, (whole, name: string) => env.get(name) ?? whole)
    .replace(
      /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
      (whole, braced: string | undefined, bare: string | undefined) => env.get(braced ?? bare ?? '') ?? whole,
    );
}

const unknown = /\$/;

/** An image's name as a member; none where its last part is not known. */
export function imageMember(step: Step, reference: string, line: number): ReleaseMember[] {
  const known = parseImage(fillVariables(reference.trim(), step.env)).repository.split('/');
  const last = known.at(-1) ?? '';
  if (last === '' || unknown.test(last)) return [];
  const owner = known.slice(0, -1).filter((part) => !unknown.test(part) && !/[.:]/.test(part));
  return [{ kind: 'image', text: [...owner, last].join('/'), at: { file: step.file, line } }];
}

/** A folder or file as a member; none where it is not known or lies outside the repository. */
export function pathMember(step: Step, path: string, line: number, within = step.folder): ReleaseMember[] {
  const filled = fillVariables(path.trim(), step.env);
  if (filled === '' || unknown.test(filled) || filled.startsWith('/') || /^-$|:\/\//.test(filled)) return [];
  const text = joinPath(within, filled);
  return text.startsWith('..') ? [] : [{ kind: 'path', text, at: { file: step.file, line } }];
}

/** A folder whose whole content goes out: a glob. */
export function treeMember(step: Step, path: string, line: number, within = step.folder): ReleaseMember[] {
  return pathMember(step, path, line, within).map((member) => {
    if (/\.(?:ya?ml|json)$/.test(member.text)) return member;
    return { ...member, text: member.text === '.' ? '**' : `${member.text}/**` };
  });
}

/** A workload by the name it is deployed under. */
export function workloadMember(step: Step, name: string, line: number): ReleaseMember[] {
  const filled = fillVariables(name.trim(), step.env);
  return filled === '' || unknown.test(filled) ? [] : [{ kind: 'workload', text: filled, at: { file: step.file, line } }];
}
