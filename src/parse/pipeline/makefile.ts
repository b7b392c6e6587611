import { folderOf } from '../paths.js';
import type { Pipeline, PipelineJob, Variables } from './model.js';
import { scriptCommands } from './script.js';
import { fillText, isKnown } from './text.js';

const maxText = 300_000;
const maxTargets = 2_000;
const assignment = /^(?:export\s+|override\s+)*([A-Za-z_][\w.-]*)\s*(\?=|:{0,3}=|\+=)\s*(.*)$/;

interface Rule {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  readonly line: number;
  readonly recipe: { text: string; line: number }[];
}

/**
 * A Makefile as a pipeline: one job for each target. Variables are filled in as far as the file gives them, `foreach` over known words is unrolled, pattern rules
 * (`build-%`) become a job for each target that something needs. No `include` and no `$(shell …)` is followed. Never throws.
 */
export function readMakefile(file: string, text: string): Pipeline {
  const lines = text.length > maxText ? [] : logicalLines(text);
  const { variables, rules } = readLines(lines);
  const expanded = rules.slice(0, maxTargets).map((rule) => ({ ...rule, targets: words(rule.targets, variables), needs: words(rule.needs, variables) }));
  const wanted = new Set(expanded.flatMap((rule) => [...rule.needs, ...rule.targets.filter((t) => !t.includes('%'))]));
  const jobs = expanded.flatMap((rule) => rule.targets.flatMap((target) => jobsOf(file, rule, target, wanted, variables)));
  return { file, triggers: [], parameters: new Map(), jobs: jobs.filter((job) => !/^\.[A-Z_.-]+$/.test(job.id)).slice(0, maxTargets), includes: [] };
}

/** Lines with their continuations; a recipe's stay lines of shell. */
function logicalLines(text: string): { readonly text: string; readonly line: number }[] {
  const out: { text: string; line: number }[] = [];
  let open = false;
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const last = out.at(-1);
    if (open && last) last.text += last.text.startsWith('\t') ? `\n${raw.replace(/^\t/, '')}` : ` ${raw.trim()}`;
    else out.push({ text: raw, line: i + 1 });
    open = /(?:^|[^\\])\\$/.test(raw);
    const current = out.at(-1);
    if (open && current && !current.text.startsWith('\t')) current.text = current.text.replace(/\\$/, '').trimEnd();
  }
  return out;
}

function readLines(lines: readonly { readonly text: string; readonly line: number }[]): { variables: Map<string, string>; rules: Rule[] } {
  const variables = new Map<string, string>();
  const rules: Rule[] = [];
  for (const { text, line } of lines) {
    if (text.startsWith('\t')) {
      rules.at(-1)?.recipe.push({ text: text.slice(1), line });
      continue;
    }
    const bare = text.replace(/(^|\s)#.*$/, '').trim();
    if (/^(?:-?include|sinclude|ifn?(?:def|eq)|else|endif|define|endef|vpath|unexport)\b/.test(bare)) continue;
    const assigned = assignment.exec(bare);
    if (assigned) assign(variables, assigned[1] ?? '', assigned[2] ?? '=', shellText(assigned[3] ?? ''));
    else {
      const rule = /^([^:=]+):{1,2}(?!=)([^=]*?)(?:;(.*))?$/.exec(bare);
      if (rule) {
        const recipe = rule[3] === undefined ? [] : [{ text: rule[3], line }];
        rules.push({ targets: split(shellText(rule[1] ?? '')), needs: split(shellText((rule[2] ?? '').replace('|', ' '))), line, recipe });
      }
    }
  }
  return { variables, rules };
}

function assign(variables: Map<string, string>, name: string, operator: string, value: string): void {
  const known = variables.get(name);
  if (operator === '?=' && known !== undefined) return;
  // `?=` is a default: whoever runs make may set another.
  if (operator === '?=') variables.set(name, value === '' ? '' : value);
  else variables.set(name, operator === '+=' && known !== undefined ? `${known} ${value}` : value);
}

/** Make's spelling as the shell's: `$(X)` → `${X}`, `$$X` → `$X`, `$@` → `${@}`. Functions but `foreach` stay what nobody knows. */
function shellText(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 1) {
    const next = text[i + 1] ?? '';
    if (text[i] !== '$') out += text[i];
    else if (next === '$') {
      out += '$';
      i += 1;
    } else if (next === '(' || next === '{') {
      const end = closing(text, i + 1);
      const inner = text.slice(i + 2, end);
      out += /^[\w.-]+$/.test(inner) ? `\${${inner}}` : made(inner);
      i = end;
    } else if (/[A-Za-z@*<^?%]/.test(next)) {
      out += `\${make_${automatic.get(next) ?? next}}`;
      i += 1;
    } else out += '$';
  }
  return out;
}

const automatic: ReadonlyMap<string, string> = new Map([
  ['@', 'target'],
  ['*', 'stem'],
  ['<', 'first'],
  ['^', 'all'],
  ['?', 'newer'],
  ['%', 'member'],
]);

/** `foreach`, `addprefix`, `addsuffix` and pattern substitution of known shape; anything else only make can work out. */
function made(inner: string): string {
  const loop = /^foreach\s+(\w+)\s*,([^,]*),([\s\S]*)$/.exec(inner);
  if (loop) return `\nfor ${loop[1]} in ${shellText(loop[2] ?? '')}; do ${shellText(loop[3] ?? '')}\ndone\n`;
  const affix = /^add(prefix|suffix)\s+([^,]*),\s*(.*)$/.exec(inner);
  if (affix) return `\${add${affix[1]} ${affix[2]?.trim()},${shellText(affix[3] ?? '')}}`;
  const pattern = /^([\w.-]+):([^=]*)=(.*)$/.exec(inner);
  if (pattern) return `\${subst ${pattern[2]?.trim()},${pattern[3]?.trim()},\${${pattern[1]}}}`;
  return `$(make ${inner.replace(/[()]/g, ' ')})`;
}

function closing(text: string, from: number): number {
  const [open, close] = text[from] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === open) depth += 1;
    else if (text[i] === close && --depth === 0) return i;
  }
  return text.length;
}

const split = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let word = '';
  for (const char of text) {
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (/\s/.test(char) && depth === 0) {
      if (word !== '') parts.push(word);
      word = '';
    } else word += char;
  }
  return word === '' ? parts : [...parts, word];
};

/** Words with their variables filled in and affixes put on; what is not known is left out. */
function words(written: readonly string[], variables: Variables): string[] {
  return written.flatMap((word): string[] => {
    const affix = /^\$\{add(prefix|suffix) ([^,]*),([\s\S]*)\}$/.exec(word);
    if (affix) return words(split(affix[3] ?? ''), variables).map((w) => (affix[1] === 'prefix' ? `${affix[2]}${w}` : `${w}${affix[2]}`));
    const substitution = /^\$\{subst ([^,]*),([^,]*),([\s\S]*)\}$/.exec(word);
    if (substitution) return words(split(substitution[3] ?? ''), variables).map((w) => substituted(w, substitution[1] ?? '', substitution[2] ?? ''));
    const filled = fillText(word, variables);
    return filled === word ? (isKnown(word) ? [word] : []) : words(split(filled), variables);
  });
}

function substituted(word: string, from: string, to: string): string {
  const [before = '', after = ''] = from.includes('%') ? from.split('%') : ['', from];
  if (!word.startsWith(before) || !word.endsWith(after)) return word;
  const stem = word.slice(before.length, word.length - after.length);
  return from.includes('%') ? to.replace('%', stem) : `${stem}${to}`;
}

function jobsOf(file: string, rule: Rule, target: string, wanted: ReadonlySet<string>, variables: Variables): PipelineJob[] {
  if (!target.includes('%')) return [job(file, rule, target, '', variables)];
  const [before = '', after = ''] = target.split('%');
  return [...wanted].flatMap((name) => {
    const fits = name.startsWith(before) && name.endsWith(after) && name.length > before.length + after.length && !name.includes('%');
    return fits ? [job(file, rule, name, name.slice(before.length, name.length - after.length), variables)] : [];
  });
}

function job(file: string, rule: Rule, target: string, stem: string, variables: Variables): PipelineJob {
  const known = new Map([...variables, ['make_target', target], ['make_stem', stem], ['make_first', rule.needs[0]?.replace('%', stem) ?? ''], ['CURDIR', '.']]);
  const commands = rule.recipe.flatMap(({ text, line }) => {
    const shell = shellText(text.replace(/^[@+-]+/, ''));
    return scriptCommands({ text: shell, line, folder: folderOf(file) }, known).map((command) => (shell.startsWith('\n') ? { ...command, line } : command));
  });
  return {
    id: target,
    line: rule.line,
    template: false,
    conditions: [],
    paths: [],
    needs: rule.needs.map((need) => need.replace('%', stem)),
    matrix: false,
    legs: [new Map()],
    calls: [],
    steps: commands.length === 0 ? [] : [{ line: rule.line, folder: folderOf(file), variables: known, commands }],
  };
}
