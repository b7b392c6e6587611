import type { Diagnostic } from '../../core/extraction.js';
import type { FileIndex } from '../../core/files.js';
import type { Front } from '../cloud/documents.js';
import { templateOf } from '../cloud/template.js';
import { at, entries, type PlacedMap, text } from '../placed.js';
import { withImplicitApis } from './implicit.js';
import { templatesIn } from './sources.js';
import { stackName } from '../cloud/stack-name.js';

/** Templates of CloudFormation and SAM as they are written, with the APIs that SAM makes by itself. Those that are only shown and `parts` of other descriptions are left aside. */
export function cloudformationTemplates(files: FileIndex, parts: ReadonlySet<string>, note: (diagnostic: Diagnostic) => void): Front {
  const found = templatesIn(files, note);
  return {
    templates: found
      .filter(({ file }) => !parts.has(file) && !files.isAside(withoutTemplates(file)))
      .map(({ file, root }) => templateOf({ file, stack: stackName(file, root, files), tool: toolOf(root), root: withImplicitApis(root) })),
    consumed: found.map(({ file }) => file),
  };
}

/** Folders that bear the name of what is in them are no templates to copy. */
function withoutTemplates(file: string): string {
  return file.replace(/(^|\/)templates?\//gi, '$1');
}

function toolOf(root: PlacedMap): string {
  const types = entries(at(root, 'Resources')).map(({ value }) => text(at(value, 'Type')) ?? '');
  return types.some((type) => type.startsWith('AWS::Serverless::')) ? 'sam' : 'cloudformation';
}
