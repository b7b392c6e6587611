import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Renderer, RenderResult } from '../../core/rendered.js';
import { cloudformationTemplates } from '../cloudformation/index.js';
import { serverlessTemplates } from '../serverless/index.js';
import { terraformTemplates } from '../terraform/index.js';
import { documentsOf } from './documents.js';
import { worldOf } from './nesting.js';
import { renderTemplate } from './normal.js';

/**
 * What CloudFormation, SAM, the Serverless Framework and Terraform deploy on AWS: templates with every value filled in, as one form. Parameters come from their defaults or
 * from the stack that nests a template, references are the names of what they lead to, exports, outputs and stored parameters are found across the tree.
 */
export const cloud: Renderer = {
  id: 'cloud',
  title: 'AWS CloudFormation, SAM, Serverless Framework, Terraform (parameters, conditions, variables, references, nested stacks, exports)',
  render,
};

function render(files: FileIndex): RenderResult {
  const diagnostics: Diagnostic[] = [];
  const note = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const documents = documentsOf(files);
  const services = serverlessTemplates(files, documents, note);
  const fronts = [cloudformationTemplates(files, documents.used, note), services, terraformTemplates(files, note)];
  const world = worldOf(
    fronts.flatMap((front) => front.templates),
    note,
  );
  return {
    renderings: world.templates.map((template) => renderTemplate(template, world, documents)),
    consumed: fronts.flatMap((front) => front.consumed),
    diagnostics,
  };
}
