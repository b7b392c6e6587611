import type { Extraction, ManifestExtractor } from '../../../core/extraction.js';
import { parseJson } from '../../../parse/json.js';
import { suppressionsIn } from '../../../parse/suppressions.js';
import { parseYaml } from '../../../parse/yaml.js';
import { apisOf, documentFacts } from './apis.js';
import { balancersOf } from './balancers.js';
import { tasksOf } from './ecs.js';
import { connectionsOf } from './connectors.js';
import { workloadsOf } from './functions.js';
import { messagesOf } from './messages.js';
import { allowancesOf, roleAllowancesOf } from './policies.js';
import { releasesOf } from './releases.js';
import { stackOf } from './stack.js';
import { storesOf } from './stores.js';

const id = 'cloudformation';

/**
 * A template of CloudFormation or SAM whose values are filled in, and what the Serverless Framework and Terraform make for AWS, written as one: functions, what
 * they get and may do, containers, tables and servers, gateways with their routes.
 */
export const cloudformation: ManifestExtractor = {
  id,
  title: 'AWS CloudFormation and SAM; the Serverless Framework and Terraform for AWS',
  files: (path) => /\.deployed$|(^|\/)[^/]*(template|stack|cloudformation)[^/]*\.(ya?ml|json)$|\.template$/i.test(path) || isDocument(path),
  extract(file, text): Extraction {
    const described = isDocument(file) && text.includes('x-amazon-apigateway-integration');
    if (!described && !text.includes('AWS::')) return { facts: [], diagnostics: [] };
    const json = /^\s*\{/.test(text);
    const parsed = json ? parseJson(file, text) : undefined;
    const yaml = json ? undefined : parseYaml(file, text, { final: true });
    const root = parsed?.root ?? yaml?.documents[0]?.root;
    const diagnostics = parsed?.diagnostics ?? yaml?.diagnostics ?? [];
    if (described) return { facts: documentFacts(file, root), diagnostics };
    const stack = stackOf(file, root);
    if (stack === undefined) return { facts: [], diagnostics: [] };
    const facts = [
      ...workloadsOf(stack),
      ...tasksOf(stack),
      ...messagesOf(stack),
      ...allowancesOf(stack),
      ...roleAllowancesOf(stack),
      ...connectionsOf(stack),
      ...storesOf(stack),
      ...apisOf(stack),
      ...balancersOf(stack),
      ...releasesOf(stack),
    ];
    return { facts: [...facts, ...suppressionsIn(file, text, id)], diagnostics };
  },
};

/** OpenAPI documents that say by themselves where API Gateway leads. */
function isDocument(path: string): boolean {
  return /(^|\/)[^/]*(openapi|swagger|api)[^/]*\.(ya?ml|json)$/i.test(path);
}
