import type { Diagnostic, Extraction, ManifestExtractor } from '../core/extraction.js';
import type { Fact } from '../core/fact.js';
import type { FileIndex } from '../core/files.js';
import type { Embedded, Renderer, Rendering, RenderResult } from '../core/rendered.js';
import { suppressionsIn } from '../parse/suppressions.js';
import { aspire } from './aspire/index.js';
import { cloud } from './cloud/index.js';
import { helm } from './helm/index.js';
import { kustomize } from './kustomize/index.js';
import { type DeploymentPlan, noPlan } from './plan.js';
import { planOf } from './plans/index.js';
import { relocate } from './relocate.js';

/** Every deployment tool whose work is done here, sorted by id. */
export const renderers: readonly Renderer[] = [aspire, cloud, helm, kustomize];

/** What is rendered may say what else is deployed: an application of applications. Plans that go further are left there. */
const maxRounds = 5;

/**
 * What all tools make of the tree. What one makes may hold objects that say what is deployed (Argo CD, Flux): then all is made again as they say, until nothing
 * new is said.
 */
export function renderAll(files: FileIndex): {
  readonly renderings: readonly Rendering[];
  readonly consumed: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const others = renderers.filter((renderer) => renderer !== helm && renderer !== kustomize).map((renderer) => renderer.render(files));
  let made = planned(files, noPlan);
  let said = JSON.stringify(noPlan);
  let notes: readonly Diagnostic[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const { plan, diagnostics } = planOf(files, made);
    notes = diagnostics;
    const next = JSON.stringify(plan);
    if (next === said) break;
    said = next;
    made = planned(files, plan);
  }
  const { renderings, consumed, diagnostics } = joined([...others, made]);
  return { renderings, consumed: new Set(consumed), diagnostics: [...diagnostics, ...notes] };
}

/** What plans deploy. Kustomizations come first: charts that they hold are theirs. */
function planned(files: FileIndex, plan: DeploymentPlan): RenderResult {
  const overlays = kustomize.render(files, plan);
  const charts = helm.render(files, { ...plan, installed: overlays.installed ?? [] });
  return joined([charts, overlays]);
}

function joined(results: readonly RenderResult[]): RenderResult {
  return {
    renderings: results.flatMap((r) => r.renderings),
    consumed: results.flatMap((r) => r.consumed),
    diagnostics: results.flatMap((r) => r.diagnostics),
  };
}

/** What comments in consumed files say: a rendering has none. */
export function suppressionsOfConsumed(consumed: ReadonlySet<string>, files: FileIndex): Fact[] {
  return [...consumed].flatMap((path) => {
    const read = files.read(path);
    return 'text' in read ? suppressionsIn(path, read.text, 'render') : [];
  });
}

/** Reads renderings as if they were files; every fact points at the line of the source it was made from. */
export function extractRendered(renderings: readonly Rendering[], extractors: readonly ManifestExtractor[]): Extraction {
  const facts: Fact[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const rendering of renderings) {
    for (const extractor of extractors.filter((e) => e.sources !== true && e.files(rendering.file))) {
      const { embedded = [], ...found } = relocate(extractor.extract(rendering.file, rendering.text, true), rendering);
      const inside = extractEmbedded(
        embedded.map((one) => ({ ...placeOf(rendering), ...one, stack: rendering.stack })),
        extractors,
      );
      // Comments are read where they were written: a rendering may have lost or repeated them.
      facts.push(...found.facts.filter(({ kind }) => kind !== 'ignore').map((fact) => placed(fact, rendering)), ...inside.facts);
      diagnostics.push(...found.diagnostics, ...inside.diagnostics);
    }
  }
  return { facts, diagnostics };
}

/** Reads whole files that stand inside manifests; what they say is of the manifest's stack. */
export function extractEmbedded(texts: readonly Embedded[], extractors: readonly ManifestExtractor[]): Extraction {
  const facts: Fact[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { path, ...text } of texts) {
    for (const extractor of extractors.filter((e) => e.embedded === true)) {
      const rendering: Rendering = { file: path, ...text };
      const found = relocate(extractor.extract(path, text.text), rendering);
      facts.push(...found.facts.map((fact) => placed(fact, rendering)));
      diagnostics.push(...found.diagnostics);
    }
  }
  return { facts, diagnostics };
}

const placeOf = ({ namespace, when }: Rendering): Pick<Rendering, 'namespace' | 'when'> => ({
  ...(namespace === undefined ? {} : { namespace }),
  ...(when === undefined ? {} : { when }),
});

/** The rendering's stack, environment and condition are those of the facts in it. */
function placed(fact: Fact, { stack, environment, namespace, when, names, partial, startsAfter = [] }: Rendering): Fact {
  const space = namespace === undefined ? {} : { namespace };
  switch (fact.kind) {
    case 'workload': {
      const writtenName = names?.get(fact.name);
      return {
        ...space,
        ...fact,
        ...(writtenName !== undefined && { writtenName }),
        stack,
        startsAfter: [...fact.startsAfter, ...startsAfter],
        profiles: [...fact.profiles, ...(when === undefined ? [] : [when])],
        ...(environment === undefined ? {} : { environment }),
        ...(partial === true ? { joinsOthers: true } : {}),
      };
    }
    case 'host':
    case 'config':
    case 'scaler':
    case 'mesh':
      return { ...space, ...fact, stack };
    case 'gateway':
    case 'route':
    case 'backend':
    case 'policy': {
      const { gateway } = fact;
      const written = gateway.by === 'configuration' ? undefined : names?.get(gateway.name);
      const ref = written === undefined || gateway.by === 'configuration' ? gateway : { ...gateway, name: written };
      const own = fact.kind === 'gateway' && written !== undefined ? { name: written } : {};
      return { ...space, ...fact, ...own, gateway: ref, stack, ...(when === undefined ? {} : { when }) };
    }
    default:
      return fact;
  }
}
