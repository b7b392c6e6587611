import type { Diagnostic } from '../../core/extraction.js';
import { Evaluator } from '../go-template/evaluator.js';
import { Output } from '../go-template/output.js';
import { BudgetSpent, Session } from '../go-template/session.js';
import { TemplateSet } from '../go-template/templates.js';
import { GoMap, mapOf } from '../go-template/value.js';
import type { Chart } from './chart.js';
import { contextsOf, type ReleaseName } from './context.js';
import type { PlacedText } from './documents.js';
import { chartFunctions } from './functions.js';
import type { Instance } from './instances.js';
import type { Workshop } from './workshop.js';

/** Steps of one release; the largest public chart that was measured takes 41,000. */
const releaseSteps = 2_000_000;

interface TemplateFile {
  readonly name: string;
  readonly file: string;
  readonly context: GoMap;
}

/** The texts of a chart's templates and those of its sub-charts, in the order of their files. Values may be changed by templates. */
export function renderTemplates(instance: Instance, values: GoMap, release: ReleaseName, workshop: Workshop): PlacedText[] {
  const said: string[] = [];
  const session = new Session([{ steps: releaseSteps }, workshop.budget], {
    say: (message) => said.push(message),
    settle: (text) => workshop.settle(text, instance.chart),
  });
  const parts: (PlacedText & { readonly file: string })[] = [];
  try {
    const contexts = contextsOf(instance, values, release, workshop.files, session);
    const { set, executed } = load(instance, instance.name, contexts, workshop);
    const evaluator = new Evaluator(set.world(session, chartFunctions));
    for (const { name, file, context } of executed) {
      const made = execute(evaluator, set, name, file, context);
      if (made.enough) parts.push({ file, text: session.expand(made.text), lines: made.lines });
      else session.note(`${file} and what follows it would take more steps than archlint spends on a chart`);
      if (!made.enough) break;
    }
  } catch (error) {
    if (!(error instanceof BudgetSpent)) throw error;
    session.note('its values and files are larger than archlint reads for a chart');
  }
  if (said.length > 0) workshop.note(noteOf(instance.chart, said));
  return parts.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

function noteOf(chart: Chart, said: readonly string[]): Diagnostic {
  const more = said.length > 5 ? ` (and ${said.length - 5} more)` : '';
  return {
    file: chart.file,
    line: 1,
    reason: 'template',
    message: `The chart ${JSON.stringify(chart.name)} is rendered with gaps: ${said.slice(0, 5).join('; ')}${more}.`,
  };
}

function execute(evaluator: Evaluator, set: TemplateSet, name: string, file: string, context: GoMap): PlacedText & { readonly enough: boolean } {
  const body = set.get(name);
  const out = new Output();
  const dot = new GoMap([...context, ['Template', mapOf({ Name: name, BasePath: name.replace(/\/templates\/.*$/s, '/templates') })]]);
  const enough = body === undefined || evaluator.render(body, dot, out);
  return { enough, text: out.text(), lines: out.lines({ file, line: 1 }) };
}

/** All templates in Helm's order: those of sub-charts first, so that a chart's own definitions win. */
function load(root: Instance, rootName: string, contexts: ReadonlyMap<Instance, GoMap>, workshop: Workshop): { set: TemplateSet; executed: TemplateFile[] } {
  const all: (TemplateFile & { readonly text: string; readonly executes: boolean })[] = [];
  const visit = (instance: Instance, path: string): void => {
    const { chart, children } = instance;
    const prefix = chart.dir === '.' ? '' : `${chart.dir}/`;
    for (const file of chart.templates) {
      const partial = /(?:^|\/)_[^/]*$/.test(file);
      const read = chart.library && !partial ? undefined : workshop.files.read(file);
      if (read === undefined || !('text' in read)) continue;
      const executes = !partial && !/\/NOTES\.txt$/.test(file);
      all.push({ name: `${path}/${file.slice(prefix.length)}`, file, context: contexts.get(instance) ?? new GoMap(), text: read.text, executes });
    }
    for (const child of children) visit(child, `${path}/charts/${child.name}`);
  };
  visit(root, rootName);
  const depth = (name: string): number => name.split('/').length;
  all.sort((a, b) => depth(b.name) - depth(a.name) || (a.name < b.name ? 1 : a.name > b.name ? -1 : 0));
  const set = new TemplateSet(workshop.cache);
  const executed = all.filter(({ name, file, text, executes }) => {
    const problem = set.add(name, file, text);
    if (problem !== undefined)
      workshop.note({
        file,
        line: problem.line,
        reason: 'unparsable',
        message: `The template has a syntax error: ${problem.message}. Correct the file; it is left out.`,
      });
    return executes && problem === undefined;
  });
  return { set, executed };
}
