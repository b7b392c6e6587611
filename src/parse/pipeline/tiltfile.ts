import { lineFinder } from '../lines.js';
import { folderOf } from '../paths.js';
import type { Pipeline, PipelineCommand } from './model.js';

/** `docker_build('image', 'context', dockerfile='…')`, its arguments literal; also `docker_build_with_restart`. */
const call = /\bdocker_build(?:_with_restart)?\(\s*(?:ref\s*=\s*)?["']([^"'\n]{1,300})["']\s*,\s*(?:context\s*=\s*)?["']([^"'\n]{1,300})["']([^)]{0,2000})/g;

/** The images that a Tiltfile builds, as the docker commands that they come to. The program itself is not run. Never throws. */
export function readTiltfile(file: string, text: string): Pipeline {
  const lineAt = lineFinder(text);
  const commands = [...text.slice(0, 200_000).matchAll(call)].map((match): PipelineCommand => {
    const [, image = '', context = '', rest = ''] = match;
    const dockerfile = /\bdockerfile\s*=\s*["']([^"'\n]{1,300})["']/.exec(rest)?.[1];
    const target = /\btarget\s*=\s*["']([^"'\n]{1,100})["']/.exec(rest)?.[1];
    const options = [...(dockerfile === undefined ? [] : ['-f', dockerfile]), ...(target === undefined ? [] : ['--target', target])];
    return { words: ['docker', 'build', '-t', image, ...options, context], line: lineAt(match.index), folder: folderOf(file) };
  });
  const step = { line: 1, folder: folderOf(file), variables: new Map<string, string>(), commands };
  const job = {
    id: '',
    line: 1,
    template: false,
    conditions: [],
    paths: [],
    needs: [],
    matrix: false,
    legs: [new Map<string, string>()],
    calls: [],
    steps: [step],
  };
  return { file, triggers: [], parameters: new Map(), jobs: [job], includes: [] };
}
