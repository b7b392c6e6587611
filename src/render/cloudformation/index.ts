import type { Diagnostic } from '../../core/fact.js';
import type { FileIndex } from '../../core/files.js';
import type { Renderer, RenderResult } from '../../core/rendered.js';
import { templateOf, type Template } from '../cloud/template.js';
import { renderTemplate } from '../cloud/normal.js';
import { withImplicitApis } from './implicit.js';
import { worldOf } from './nesting.js';
import { Sources } from './sources.js';
import { stackName } from './stack-name.js';

/**
 * CloudFormation and SAM templates with their values filled in: parameters by their defaults or by the stack that nests them, references by the names of what
 * they lead to, exports and SSM parameters of other templates of the tree, included OpenAPI documents.
 */
export const cloudformation: Renderer = {
  id: 'cloudformation',
  title: 'AWS CloudFormation and SAM (parameters, conditions, references, nested stacks, exports)',
  render,
};

function render(files: FileIndex): RenderResult {
  const diagnostics: Diagnostic[] = [];
  const sources = new Sources(files, (diagnostic) => diagnostics.push(diagnostic));
  const consumed = sources.templates();
  const templates = consumed
    .filter(({ file }) => !files.isAside(withoutTemplates(file)))
    .map(({ file, root }): Template => templateOf(file, stackName(file, root, files), withImplicitApis(root)));
  const world = worldOf(templates, (diagnostic) => diagnostics.push(diagnostic));
  return {
    renderings: world.templates.map((template) => renderTemplate(template, world, sources, isSam(template) ? 'sam' : 'cloudformation')),
    consumed: consumed.map(({ file }) => file),
    diagnostics,
  };
}

/** Folders that bear the name of what is in them are no templates to copy. */
function withoutTemplates(file: string): string {
  return file.replace(/(^|\/)templates?\//gi, '$1');
}

function isSam(template: Template): boolean {
  return [...template.resources.values()].some((resource) => resource.type.startsWith('AWS::Serverless::'));
}
