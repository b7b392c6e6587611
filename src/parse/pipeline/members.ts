import type { ReleaseMember } from '../../core/fact.js';
import { parseImage } from '../image.js';
import { joinPath } from '../paths.js';
import type { PipelineStep, Variables } from './model.js';
import { fillText } from './text.js';

/** Where a member is named, and what fills its texts. */
export interface MemberPlace {
  readonly file: string;
  readonly line: number;
  /** Folder that its paths begin in. */
  readonly folder: string;
  readonly variables: Variables;
}

/** The place of a step of a file. */
export function placeOfStep(file: string, step: PipelineStep): MemberPlace {
  return { file, line: step.line, folder: step.folder, variables: step.variables };
}

const unknown = /\$/;

/** An image's name as a member; none where its last part is not known. */
export function imageMember(place: MemberPlace, reference: string): ReleaseMember[] {
  const known = parseImage(fillText(reference.trim(), place.variables)).repository.split('/');
  const last = known.at(-1) ?? '';
  if (last === '' || unknown.test(last)) return [];
  const owner = known.slice(0, -1).filter((part) => !unknown.test(part) && !/[.:]/.test(part));
  return [{ kind: 'image', text: [...owner, last].join('/'), at: { file: place.file, line: place.line } }];
}

/** A folder or file as a member; none where it is not known or lies outside the repository. */
export function pathMember(place: MemberPlace, path: string, within = place.folder): ReleaseMember[] {
  const filled = fillText(path.trim(), place.variables);
  if (filled === '' || unknown.test(filled) || filled.startsWith('/') || /^-$|:\/\//.test(filled)) return [];
  const text = joinPath(within, filled);
  return text.startsWith('..') || unknown.test(text) ? [] : [{ kind: 'path', text, at: { file: place.file, line: place.line } }];
}

/** A folder whose whole content goes out: a glob. */
export function treeMember(place: MemberPlace, path: string, within = place.folder): ReleaseMember[] {
  return pathMember(place, path, within).map((member) => {
    if (/\.(?:ya?ml|json)$/.test(member.text)) return member;
    return { ...member, text: member.text === '.' ? '**' : `${member.text}/**` };
  });
}

/** A workload by the name it is deployed under. */
export function workloadMember(place: MemberPlace, name: string): ReleaseMember[] {
  const filled = fillText(name.trim(), place.variables);
  return filled === '' || unknown.test(filled) ? [] : [{ kind: 'workload', text: filled, at: { file: place.file, line: place.line } }];
}
