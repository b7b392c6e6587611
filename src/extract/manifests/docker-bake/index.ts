import type { DeliveryFact } from '../../../core/delivery.js';
import type { ManifestExtractor } from '../../../core/extraction.js';
import type { BuildFact } from '../../../core/fact.js';
import type { Term } from '../../../core/term.js';
import { plainText } from '../../../parse/interpolate.js';
import { parseHcl } from '../../../parse/hcl.js';
import { parseJson } from '../../../parse/json.js';
import { folderOf, joinPath } from '../../../parse/paths.js';
import { imageMember } from '../../../parse/pipeline/members.js';
import { fillText, textTerm } from '../../../parse/pipeline/text.js';
import { entriesOf, get, itemsOrOne, textOf, textsOf, type TreeNode } from '../../../parse/tree.js';

const id = 'docker-bake';
const maxInherited = 20;
const maxLegs = 256;

/** Bake files of docker buildx (HCL, JSON): the targets' tags, contexts and Dockerfiles, what they inherit and their matrices followed. */
export const dockerBake: ManifestExtractor = {
  id,
  title: 'docker buildx bake (HCL, JSON)',
  files: (path) => /(?:^|\/)(?:docker-bake[^/]*|[^/]+\.bake|bake)\.(?:hcl|json)$/.test(path),
  extract(file, text) {
    const { root, diagnostics } = file.endsWith('.json') ? parseJson(file, text) : parseHcl(file, text);
    const targets = new Map(entriesOf(get(root, 'target')).map((e) => [e.key, e]));
    const variables = new Map(entriesOf(get(root, 'variable')).map(({ key, value }) => [key, textOf(get(value, 'default')) ?? ''] as const));
    const facts = [...targets.values()].flatMap(({ key, value, line }) => {
      const chain = inherited(value, targets, new Set());
      return legsOf(field(chain, 'matrix')).flatMap((leg) =>
        buildOf({ file, line, job: key }, chain, new Map([...[...variables].filter(([, v]) => v !== ''), ...leg])),
      );
    });
    return { facts: [...deliveries(file, root, facts), ...facts], diagnostics };
  },
};

/** Targets and groups as jobs that whoever bakes and pushes runs. */
function deliveries(file: string, root: TreeNode | undefined, builds: readonly BuildFact[]): DeliveryFact[] {
  const fact = (job: string, line: number): DeliveryFact => ({
    kind: 'delivery',
    at: { file, line },
    foundBy: id,
    job,
    title: `bake ${job}`,
    starts: 'part',
    members: [],
    runs: [],
  });
  const targets = builds.flatMap(({ at, job = '', images }): DeliveryFact[] => {
    const name = images.map(plainText).find((text) => text !== '');
    return name === undefined ? [] : [{ ...fact(job, at.line), members: imageMember({ file, line: at.line, folder: '.', variables: new Map() }, name) }];
  });
  const groups = entriesOf(get(root, 'group')).map(({ key, value, line }): DeliveryFact => {
    const runs = textsOf(get(value, 'targets')).map((job) => ({ files: [file], job, values: {}, at: { file, line } }));
    return { ...fact(key, line), runs };
  });
  return [...targets, ...groups];
}

/** A target, then what it inherits, the nearest first. */
function inherited(target: TreeNode, targets: ReadonlyMap<string, { readonly value: TreeNode }>, seen: Set<string>): TreeNode[] {
  const parents = textsOf(get(target, 'inherits')).toReversed();
  return [
    target,
    ...parents.flatMap((name) => {
      const parent = targets.get(name);
      if (!parent || seen.has(name) || seen.size > maxInherited) return [];
      seen.add(name);
      return inherited(parent.value, targets, seen);
    }),
  ];
}

function field(chain: readonly TreeNode[], name: string): TreeNode | undefined {
  return chain.map((target) => get(target, name)).find((node) => node !== undefined);
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly job: string;
}

function buildOf({ file, line, job }: Place, chain: readonly TreeNode[], variables: ReadonlyMap<string, string>): BuildFact[] {
  const fill = (text: string): string => fillText(text, variables);
  const images = itemsOrOne(field(chain, 'tags')).flatMap((tag) => (textOf(tag) === undefined ? [] : fill(textOf(tag) ?? '')));
  const context = fill(textOf(field(chain, 'context')) ?? '.');
  if (images.length === 0 || /^(?:https?|git|target|docker-image):|^git@/.test(context)) return [];
  const dockerfile = textOf(field(chain, 'dockerfile'));
  const target = textOf(field(chain, 'target'));
  const at = (path: string): Term => textTerm(joinPath(folderOf(file), path));
  return [
    {
      kind: 'build',
      at: { file, line },
      foundBy: id,
      images: images.map(textTerm),
      context: at(context),
      ...(dockerfile !== undefined && { dockerfile: at(`${context}/${fill(dockerfile)}`) }),
      ...(target !== undefined && { target: fill(target) }),
      job,
    },
  ];
}

/** The product of a matrix's lists; elements that are maps give `name.field`. */
function legsOf(matrix: TreeNode | undefined): ReadonlyMap<string, string>[] {
  return entriesOf(matrix).reduce<Map<string, string>[]>(
    (all, { key, value }) => all.flatMap((leg) => itemsOrOne(value).map((item) => new Map([...leg, ...named(key, item)]))).slice(0, maxLegs),
    [new Map()],
  );
}

function named(key: string, item: TreeNode): [string, string][] {
  const text = textOf(item);
  return text !== undefined
    ? [[key, text]]
    : entriesOf(item).flatMap((e) => (textOf(e.value) === undefined ? [] : [[`${key}.${e.key}`, textOf(e.value) ?? '']]));
}
