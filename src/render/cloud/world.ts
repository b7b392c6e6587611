import { knownName, shownText } from '../../parse/marks.js';
import { folderOf } from '../../parse/paths.js';
import { at, entries, type Placed, text } from '../placed.js';
import { resourceKind } from './attributes.js';
import { Evaluation } from './evaluation.js';
import type { Resource, Template } from './template.js';

/** All templates of a tree: what one exports and another imports, who nests whom, and how resources are called. */
export class World {
  private readonly evaluations = new Map<Template, Evaluation>();
  private readonly named = new Map<string, string>();
  private readonly claims = new Map<string, string>();
  private readonly naming = new Set<string>();
  private readonly bearers = new Map<string, number>();
  private exported: Map<string, { readonly template: Template; readonly value: Placed }> | undefined;
  private stored: Map<string, { readonly template: Template; readonly value: Placed }> | undefined;

  constructor(readonly templates: readonly Template[]) {
    for (const resource of templates.flatMap((t) => [...t.resources.values()])) {
      const family = resourceKind(resource.type)?.family;
      if (family !== undefined) this.bearers.set(`${family} ${resource.id}`, (this.bearers.get(`${family} ${resource.id}`) ?? 0) + 1);
    }
  }

  /** The values of one template. */
  of(template: Template): Evaluation {
    const known = this.evaluations.get(template);
    if (known !== undefined) return known;
    const made = new Evaluation(template, this);
    this.evaluations.set(template, made);
    return made;
  }

  /**
   * The name under which the whole tree knows a resource: the one it is given, without what nobody knows; else its logical id, behind its stack's name where
   * several resources have that.
   */
  nameOf(resource: Resource, template: Template): string {
    const key = `${template.id}\n${resource.id}`;
    const known = this.named.get(key);
    if (known !== undefined) return known;
    const kind = resourceKind(resource.type);
    const own = (this.bearers.get(`${kind?.family ?? ''} ${resource.id}`) ?? 0) > 1 ? `${template.stack}-${resource.id}` : resource.id;
    if (kind?.name === undefined || this.naming.has(key)) return own;
    this.naming.add(key);
    const written = at(resource.body, 'Properties', kind.name);
    const given = written === undefined ? undefined : text(this.of(template).value(written));
    this.naming.delete(key);
    const name = given === undefined ? '' : kind.family === 'api' || kind.family === 'balancer' ? hostName(knownName(given)) : knownName(given);
    this.named.set(key, name === '' ? own : this.claimed(`${kind.family} ${name}`, key) ? name : `${template.stack}-${resource.id}`);
    return this.named.get(key) ?? own;
  }

  /** APIs and load balancers that bear one name are two; what else does is one thing. */
  private claimed(name: string, key: string): boolean {
    const before = this.claims.get(name);
    if (before === undefined) this.claims.set(name, key);
    return before === undefined || before === key || !/^(api|balancer) /.test(name);
  }

  /** What `Fn::ImportValue` gives; undefined where nothing in the tree exports it. */
  imported(name: string): Placed | undefined {
    this.exported ??= this.collect((template) =>
      entries(at(template.root, 'Outputs')).flatMap(({ value }) => {
        const written = at(value, 'Export', 'Name');
        const found = at(value, 'Value');
        return written === undefined || found === undefined ? [] : [{ name: written, value: found }];
      }),
    );
    const found = this.exported.get(name);
    return found === undefined ? undefined : this.of(found.template).value(found.value);
  }

  /** An output of another stack: `orders-dev.QueueUrl`, or `services/orders#QueueUrl` of the stack of a folder. */
  output(address: string): Placed | undefined {
    const [, folder, own] = /^(.*)#(.+)$/.exec(address) ?? [];
    const [, stack = '', named] = folder === undefined ? (/^([^.]+)\.(.+)$/.exec(address) ?? []) : [];
    const fits = (t: Template): boolean => (folder === undefined ? stack === t.stack || stack.startsWith(`${t.stack}-`) : folderOf(t.file) === folder);
    const output = own ?? named ?? '';
    const found = [...this.templates].filter((t) => fits(t) && at(t.root, 'Outputs', output) !== undefined).sort((a, b) => b.stack.length - a.stack.length)[0];
    const value = found === undefined ? undefined : at(found.root, 'Outputs', output, 'Value');
    const key = `${found?.id}\n${output}`;
    if (found === undefined || value === undefined || this.naming.has(key)) return undefined;
    this.naming.add(key);
    const answer = this.of(found).value(value);
    this.naming.delete(key);
    return answer;
  }

  /** The value of an SSM parameter that a template of the tree defines. */
  parameter(name: string): Placed | undefined {
    this.stored ??= this.collect((template) =>
      [...template.resources.values()].flatMap((resource) => {
        const written = at(resource.body, 'Properties', 'Name');
        const value = at(resource.body, 'Properties', 'Value');
        return resource.type !== 'AWS::SSM::Parameter' || written === undefined || value === undefined ? [] : [{ name: written, value }];
      }),
    );
    const found = this.stored.get(name);
    return found === undefined ? undefined : this.of(found.template).value(found.value);
  }

  private collect(
    rows: (template: Template) => readonly { readonly name: Placed; readonly value: Placed }[],
  ): Map<string, { template: Template; value: Placed }> {
    const found = new Map<string, { template: Template; value: Placed }>();
    for (const template of this.templates)
      for (const { name, value } of rows(template)) {
        // Names that hold the same unknown (`{Environment}-orders-url`) are the same.
        const key = shownText(text(this.of(template).value(name)) ?? '');
        if (key !== '' && !found.has(key)) found.set(key, { template, value });
      }
    return found;
  }
}

/** A name that may stand in an address. */
const hostName = (name: string): string => name.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
