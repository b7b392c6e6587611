import type { Location } from '../../core/location.js';
import { hasUnknown, markUnknown, shownText } from '../../parse/marks.js';
import { at, entries, items, type Placed, type PlacedEntry, type PlacedScalar, scalar, text } from '../placed.js';
import { tidyAddress } from './addresses.js';
import { isApi, resourceKind } from './attributes.js';
import { Conditions } from './conditions.js';
import { intrinsicOf } from './intrinsics.js';
import type { Template } from './template.js';
import type { World } from './world.js';

const maxDepth = 60;
const maxNodes = 300_000;
const pseudo = /^AWS::(Region|AccountId|Partition|URLSuffix|StackId|NotificationARNs)$/;

/**
 * What CloudFormation would make of a template's values. What only a deployment knows (a parameter without default, the account) is a mark in the text; a
 * reference to a resource says its name in the form that its type has. Never throws.
 */
export class Evaluation {
  /** Parameters that a parent stack gives. */
  readonly arguments = new Map<string, () => Placed>();
  /** Stacks that a resource of this template nests, by its logical id. */
  readonly nested = new Map<string, Template>();
  private nodes = 0;
  private readonly open = new Set<string>();
  private readonly conditions: Conditions;

  constructor(
    readonly template: Template,
    private readonly world: World,
  ) {
    this.conditions = new Conditions(template.root, (node) => text(this.value(node)));
  }

  /** A value, as far as it is known; `AWS::NoValue` gives an empty scalar. */
  value(node: Placed): Placed {
    return this.evaluated(node, 0) ?? { kind: 'scalar', at: node.at, value: null, text: '' };
  }

  /** Whether a condition holds; undefined where that is not known. */
  holds(name: string): boolean | undefined {
    return this.conditions.holds(name);
  }

  private evaluated(node: Placed, depth: number): Placed | undefined {
    this.nodes += 1;
    if (depth > maxDepth || this.nodes > maxNodes) return unknown('too deep', node.at);
    if (node.kind === 'scalar') return this.scalar(node);
    if (node.kind === 'list') {
      const kept = node.items.flatMap((item) => this.evaluated(item, depth + 1) ?? []);
      return { ...node, items: kept };
    }
    const call = intrinsicOf(node);
    if (call !== undefined) return this.call(call.name, call.argument, call.at, depth);
    const kept = node.entries.flatMap((entry): PlacedEntry[] => {
      const value = this.evaluated(entry.value, depth + 1);
      return value === undefined ? [] : [{ ...entry, value }];
    });
    return { ...node, entries: kept };
  }

  private scalar(node: PlacedScalar): Placed {
    if (typeof node.value !== 'string') return node;
    if (node.value.includes('{{resolve:')) return this.dynamic(node.text, node.at);
    if (!hasUnknown(node.text)) return node;
    const made = this.tidied(node.text);
    return { ...node, text: made, value: made };
  }

  private call(name: string, argument: Placed, place: Location, depth: number): Placed | undefined {
    switch (name) {
      case 'Ref':
        return this.ref(text(argument) ?? '', place);
      case 'Fn::GetAtt':
        return this.attribute(
          text(argument) ??
            items(argument)
              .map((part) => this.textOf(part, depth) ?? '')
              .join('.'),
          place,
        );
      case 'Fn::Sub':
        return this.substituted(argument, place, depth);
      case 'Fn::Join':
        return this.joined(argument, place, depth);
      case 'Fn::If':
        return this.chosen(argument, place, depth);
      case 'Fn::ImportValue': {
        const wanted = this.textOf(argument, depth) ?? '';
        const found = this.world.imported(shownText(wanted));
        return found === undefined ? unknown(wanted, place) : moved(found, place);
      }
      case 'Fn::StackOutput': {
        const found = this.world.output(text(argument) ?? '');
        return found === undefined ? unknown(text(argument) ?? '', place) : moved(found, place);
      }
      case 'Fn::FindInMap':
        return this.mapped(argument, place, depth);
      case 'Fn::Select': {
        const [index, list] = items(argument);
        const from = list === undefined ? undefined : this.evaluated(list, depth + 1);
        const found = from?.kind === 'list' ? from.items[Number(index === undefined ? 0 : this.textOf(index, depth))] : undefined;
        return found ?? unknown('Fn::Select', place);
      }
      case 'Fn::Split': {
        const [by, whole] = items(argument).map((part) => this.textOf(part, depth));
        if (by === undefined || by === '' || whole === undefined || hasUnknown(whole)) return unknown('Fn::Split', place);
        return { kind: 'list', at: place, items: whole.split(by).map((part) => scalar(part, place)) };
      }
      case 'Fn::ToJsonString':
        return this.evaluated(argument, depth + 1);
      case 'Fn::Transform':
        return { kind: 'map', at: place, entries: [{ key: name, at: place, value: this.value(argument) }] };
      default:
        return unknown(name, place);
    }
  }

  private textOf(node: Placed, depth: number): string | undefined {
    const value = this.evaluated(node, depth + 1);
    return value === undefined ? undefined : text(value);
  }

  private ref(name: string, place: Location): Placed | undefined {
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'AWS::StackName') return scalar(this.template.stack, place);
    if (name === 'AWS::Partition') return scalar('aws', place);
    if (name === 'AWS::URLSuffix') return scalar('amazonaws.com', place);
    if (pseudo.test(name)) return unknown(name, place);
    const resource = this.template.resources.get(name);
    if (resource === undefined) return this.parameter(name, place);
    return scalar(this.reference(name, undefined) ?? name, place);
  }

  /** What a reference to a resource says: of itself, or of one of its attributes. */
  private reference(id: string, attribute: string | undefined): string | undefined {
    const resource = this.template.resources.get(id);
    if (resource === undefined) return undefined;
    const properties = at(resource.body, 'Properties');
    if (resource.type === 'AWS::Lambda::Alias' || resource.type === 'AWS::Lambda::Version') return this.aliased(at(properties, 'FunctionName'));
    if (resource.type === 'AWS::ElasticLoadBalancingV2::Listener' && attribute === undefined) {
      const balancer = at(properties, 'LoadBalancerArn');
      return `${balancer === undefined ? '' : (text(this.value(balancer)) ?? '')}/${id}`;
    }
    const kind = resourceKind(resource.type);
    if (kind === undefined) return attribute === undefined || attribute === 'Arn' || attribute === 'Id' ? id : undefined;
    const form = attribute === undefined ? kind.ref : kind.attributes[attribute];
    return form?.replace('{}', () => this.world.nameOf(resource, this.template));
  }

  private aliased(functionName: Placed | undefined): string | undefined {
    const name = functionName === undefined ? undefined : text(this.value(functionName));
    return name === undefined ? undefined : name.startsWith('arn:') ? name : `arn:aws:lambda:::function:${name}`;
  }

  private parameter(name: string, place: Location): Placed {
    const key = `parameter ${name}`;
    if (this.open.has(key)) return unknown(name, place);
    this.open.add(key);
    const found = this.parameterValue(name, place);
    this.open.delete(key);
    return found;
  }

  private parameterValue(name: string, place: Location): Placed {
    const declared = at(this.template.root, 'Parameters', name);
    const given = this.arguments.get(name)?.() ?? at(declared, 'Default');
    if (given === undefined || given.kind === 'map') return unknown(name, place);
    if (text(given) === '') return scalar('', place);
    const type = text(at(declared, 'Type')) ?? '';
    const said = text(given);
    if (type.startsWith('AWS::SSM::Parameter::Value') && said !== undefined) return this.stored(said, place);
    if (!/^(List<|CommaDelimitedList)/.test(type) || said === undefined) return moved(given, place);
    return { kind: 'list', at: place, items: said.split(',').map((part) => scalar(part.trim(), place)) };
  }

  private stored(name: string, place: Location): Placed {
    const found = this.world.parameter(shownText(name));
    return found === undefined ? unknown(name, place) : moved(found, place);
  }

  private attribute(path: string, place: Location): Placed {
    const dot = path.indexOf('.');
    const id = dot < 0 ? path : path.slice(0, dot);
    const name = dot < 0 ? '' : path.slice(dot + 1);
    const nested = name.startsWith('Outputs.') ? this.nestedOutput(id, name.slice('Outputs.'.length)) : undefined;
    if (nested !== undefined) return moved(nested, place);
    const found = this.reference(id, name);
    return found === undefined ? unknown(path, place) : scalar(found, place);
  }

  private nestedOutput(id: string, output: string): Placed | undefined {
    const child = this.nested.get(id);
    const value = child === undefined ? undefined : at(child.root, 'Outputs', output, 'Value');
    const key = `output ${id}.${output}`;
    if (child === undefined || value === undefined || this.open.has(key)) return undefined;
    this.open.add(key);
    const found = this.world.of(child).value(value);
    this.open.delete(key);
    return found;
  }

  /** `${Name}`, `${Resource.Attribute}` and names of its own map; `${!x}` is text. */
  private substituted(argument: Placed, place: Location, depth: number): Placed {
    const [first, own] = argument.kind === 'list' ? argument.items : [argument];
    const pattern = first === undefined ? undefined : text(first);
    if (pattern === undefined) return unknown('Fn::Sub', place);
    const filled = pattern.replace(/\$\{(!?)([^{}]{1,200})\}/g, (whole, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      const given = at(own, name.trim());
      if (given !== undefined) return this.textOf(given, depth) ?? markUnknown(name, 'parameter');
      const value = name.includes('.') ? this.attribute(name.trim(), place) : this.ref(name.trim(), place);
      return value === undefined ? '' : (text(value) ?? whole);
    });
    const made = scalar(this.tidied(filled), place);
    return first?.kind === 'scalar' && first.body !== undefined ? { ...made, body: first.body } : made;
  }

  private joined(argument: Placed, place: Location, depth: number): Placed {
    const [by, list] = items(argument);
    const from = list === undefined ? undefined : this.evaluated(list, depth + 1);
    if (by === undefined || from?.kind !== 'list') return unknown('Fn::Join', place);
    return scalar(this.tidied(from.items.map((item) => text(item) ?? markUnknown('Fn::Join', 'dynamic')).join(this.textOf(by, depth) ?? '')), place);
  }

  private tidied(whole: string): string {
    return tidyAddress(whole, (api) => {
      const own = [...this.template.resources.values()].find((r) => isApi(r.type) && this.world.nameOf(r, this.template) === api);
      return own !== undefined && /^AWS::(ApiGateway::RestApi|Serverless::Api)$/.test(own.type);
    });
  }

  private chosen(argument: Placed, place: Location, depth: number): Placed | undefined {
    const [condition, yes, no] = items(argument);
    const truth = condition === undefined ? undefined : this.holds(text(condition) ?? '');
    const branch = (node: Placed | undefined): Placed | undefined => (node === undefined ? undefined : this.evaluated(node, depth + 1));
    if (truth !== undefined) return branch(truth ? yes : no);
    const [a, b] = [branch(yes), branch(no)];
    if (a === undefined || b === undefined) return a ?? b;
    const [textA, textB] = [text(a), text(b)];
    return textA === undefined || textA === textB || textB === undefined ? a : unknown(`${textA} or ${textB}`, place);
  }

  private mapped(argument: Placed, place: Location, depth: number): Placed {
    const keys = items(argument).map((part) => this.textOf(part, depth) ?? '');
    const [map = '', top = '', second = ''] = keys;
    const found = at(this.template.root, 'Mappings', map, top, second);
    if (found !== undefined) return moved(found, place);
    const tops = entries(at(this.template.root, 'Mappings', map));
    const only = tops.length === 1 ? at(tops[0]?.value, second) : undefined;
    return only === undefined ? unknown(keys.join('.'), place) : moved(only, place);
  }

  /** `{{resolve:ssm:name:version}}`; secrets stay unknown. */
  private dynamic(whole: string, place: Location): Placed {
    const filled = whole.replace(/\{\{resolve:([\w-]+):([^{}:]{1,300})[^{}]{0,100}\}\}/g, (_, kind: string, name: string) => {
      const found = kind === 'ssm' ? this.world.parameter(shownText(name)) : undefined;
      return (found === undefined ? undefined : text(found)) ?? markUnknown(name, kind === 'ssm' ? 'parameter' : 'secret');
    });
    return scalar(filled, place);
  }
}

function unknown(what: string, place: Location): Placed {
  return scalar(markUnknown(what === '' ? '?' : what, 'parameter'), place);
}

/** A value where it is used. */
function moved(node: Placed, place: Location): Placed {
  return node.kind === 'scalar' ? { kind: 'scalar', at: place, value: node.value, text: node.text } : node;
}
