import type protobufjs from 'protobufjs';
import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import type { RpcFact } from '../../../core/fact.js';

/** The services that .proto files declare, with their package and methods. */
export const protobuf: ManifestExtractor = {
  id: 'protobuf',
  title: 'Protocol buffers',
  files: (path) => path.endsWith('.proto'),
  load,
  extract,
};

let parser: typeof protobufjs | undefined;

async function load(): Promise<void> {
  parser ??= (await import('protobufjs')).default;
}

function extract(file: string, text: string): Extraction {
  if (!parser) throw new Error('load() must have ended before a file is read');
  if (!/\bservice\s+\w/.test(text)) return { facts: [], diagnostics: [] };
  try {
    const parsed = parser.parse(text, { keepCase: true, alternateCommentMode: false });
    return { facts: servicesOf(parser, parsed.root, file, text, parsed.package ?? ''), diagnostics: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    const why = /call stack/i.test(message)
      ? 'nested too deeply'
      : message
          .split('\n')[0]
          ?.replace(/\s*\([^)]*line \d+\)/, '')
          .slice(0, 160);
    return { facts: [], diagnostics: [{ file, line, reason: 'unparsable', message: `The .proto file cannot be read: ${why}. Correct the file.` }] };
  }
}

function servicesOf(api: typeof protobufjs, root: protobufjs.NamespaceBase, file: string, text: string, packageName: string): RpcFact[] {
  return root.nestedArray.flatMap((node): RpcFact[] => {
    if (node instanceof api.Service) {
      const methods = node.methodsArray.map((method) => method.name);
      return [{ kind: 'rpc', at: { file, line: lineOf(text, node.name) }, foundBy: 'protobuf', package: packageName, service: node.name, methods }];
    }
    return node instanceof api.Namespace && !(node instanceof api.Type) ? servicesOf(api, node, file, text, packageName) : [];
  });
}

function lineOf(text: string, service: string): number {
  const at = new RegExp(String.raw`^[^\n/]*\bservice\s+${service}\b`, 'm').exec(text);
  return at ? text.slice(0, at.index + at[0].lastIndexOf('service')).split('\n').length : 1;
}
