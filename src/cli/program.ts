import { Command, Option } from 'commander';
import { formatNames } from '../report/formats.js';
import type { ReportCommand } from '../report/options.js';
import type { Console } from './console.js';
import {
  type BaselineOptions,
  type CheckOptions,
  type CommonOptions,
  collect,
  collectList,
  type CommentOptions,
  type GraphCommandOptions,
  type InitOptions,
  pair,
  type RuleChoice,
  wholeNumber,
} from './option-values.js';
import { toolVersion } from './version.js';

/** Where commander's own texts go, and where a command leaves its exit code. */
export interface ProgramOutlet {
  readonly help: (text: string) => void;
  readonly error: (text: string) => void;
  readonly done: (exitCode: number) => void;
}

/** Names of the commands, for suggestions. */
export const commandNames: readonly string[] = [
  'check',
  'init',
  'graph',
  'services',
  'why',
  'can-deploy',
  'baseline',
  'diff',
  'comment',
  'rules',
  'explain',
  'help',
];

const pathsHelp = 'repositories or folders that are one system';

/** The command line: every command and option that exists. What a command needs is loaded when it runs. */
export function createProgram(console: Console, outlet: ProgramOutlet): Command {
  const program = new Command('archlint')
    .description('Joins service repositories and their deployment into one dependency graph and finds the red flags of a distributed monolith.')
    .usage('[command] [options] [paths...]')
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help; with a command, its options')
    .exitOverride()
    .configureOutput({ writeOut: outlet.help, writeErr: outlet.error, outputError: (text, write) => write(`archlint: ${text.replace(/^error: /, '')}`) });
  addCheck(program, console, outlet);
  addInit(program, console, outlet);
  addGraph(program, console, outlet);
  addServices(program, console, outlet);
  addWhy(program, console, outlet);
  addCanDeploy(program, console, outlet);
  addBaseline(program, console, outlet);
  addDiff(program, console, outlet);
  addComment(program, console, outlet);
  addRules(program, console, outlet);
  return program.addHelpText(
    'after',
    `
archlint [paths...] is archlint check [paths...]. Paths default to the working directory.

Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage, configuration or an internal error.

  archlint                                    lint the repository you are in
  archlint check --format json=report.json --format stylish
  archlint graph --highlight | dot -Tsvg > architecture.svg
  archlint why orders billing                 the lines that make the dependency
  archlint can-deploy orders                  what must go out with it`,
  );
}

function addCheck(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program.command('check', { isDefault: true }).description('lint: print findings (the default command)').argument('[paths...]', pathsHelp);
  common(rulesChosen(command), 'check')
    .addOption(new Option('--fail-on <severity>', 'lowest severity that fails').choices(['error', 'warn', 'info', 'never']).default('error'))
    .option('--max-warnings <n>', 'fail on more warnings than this', wholeNumber('--max-warnings'))
    .option('--since <ref>', 'only findings that are new against the revision that this branch comes from')
    .option('--baseline <file>', 'accepted findings (default: .archlint-baseline.json beside the configuration or in the scanned folder)')
    .option('--no-baseline', 'accept nothing')
    .action(async (paths: string[], options: CheckOptions) => {
      const { check } = await import('./commands/check.js');
      outlet.done(await check(orHere(paths), options, console));
    });
}

function addBaseline(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program.command('baseline').description("accept today's findings: write them to .archlint-baseline.json").argument('[paths...]', pathsHelp);
  scanned(rulesChosen(command), 'no progress, no words')
    .option('--baseline <file>', 'write there')
    .option('--prune', 'only remove entries that no finding meets any more')
    .option('--allow-additions', 'accept findings that an existing baseline does not have')
    .action(async (paths: string[], options: BaselineOptions) => {
      const { baseline } = await import('./commands/baseline.js');
      outlet.done(await baseline(orHere(paths), options, console));
    });
}

function addInit(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program.command('init').description('write a commented configuration fitted to what is found').argument('[path]', 'the folder it is for');
  scanned(command, 'no progress, no words')
    .option('-y, --yes', 'take the defaults, ask nothing: the recommended rules, today’s findings in a baseline')
    .action(async (folder: string | undefined, options: InitOptions) => {
      const { init } = await import('./commands/init.js');
      outlet.done(await init([folder ?? '.'], options, console));
    });
}

function addDiff(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program
    .command('diff')
    .description('print how one state differs from another')
    .argument('<before>', 'git revision, or a file that graph --format json wrote (*.json)')
    .argument('[after...]', 'the same (default: the work tree); folders after it are the system');
  common(rulesChosen(command), 'diff').action(async (before: string, after: string[], options: CommonOptions & RuleChoice) => {
    const { diff } = await import('./commands/diff.js');
    outlet.done(await diff(before, after, options, console));
  });
}

function addGraph(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program.command('graph').description('print the dependency graph').argument('[paths...]', pathsHelp);
  common(rulesChosen(command), 'graph')
    .addOption(new Option('--level <level>', 'how much to show (drawings: data, json: all)').choices(['services', 'data', 'all']))
    .option('--focus <node>', 'only the neighbourhood of a node, of every name like api-*, or of team:x, context:x, namespace:x, folder:x')
    .option('--depth <n>', 'edges away from --focus (default: 1), or before --reaches (default: all)', wholeNumber('--depth'))
    .option('--reaches <node>', 'only what comes to a node by calls, messages, data or dependencies')
    .option('--between <a,b>', 'only the ways from one node to another', pair('--between'))
    .option('--only-findings', 'only what findings are about, painted')
    .addOption(
      new Option('--group-by <what>', 'frame services, and fold them above 60 nodes (default: by what the system has; none: never)').choices([
        'team',
        'context',
        'namespace',
        'folder',
        'none',
      ]),
    )
    .option('--highlight', 'paint what findings are about by severity')
    .option('--co-change', "join services that change together in git's history, with dotted lines")
    .action(async (paths: string[], options: GraphCommandOptions) => {
      const { graph } = await import('./commands/graph.js');
      outlet.done(await graph(orHere(paths), options, console));
    });
}

function addServices(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program
    .command('services')
    .description('print what was recognised: services, names, stores, unresolved calls')
    .argument('[paths...]', pathsHelp);
  common(command, 'services').action(async (paths: string[], options: CommonOptions) => {
    const { services } = await import('./commands/services.js');
    outlet.done(await services(orHere(paths), options, console));
  });
}

function addWhy(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program
    .command('why')
    .description('print every piece of evidence for an edge, or the way between two nodes')
    .argument('<from>', 'name, alias or id of a node')
    .argument('[to]', 'name, alias or id of another')
    .argument('[paths...]', pathsHelp);
  common(command, 'why').action(async (from: string, to: string | undefined, paths: string[], options: CommonOptions) => {
    const { why } = await import('./commands/why.js');
    outlet.done(await why(from, to, orHere(paths), options, console));
  });
}

function addCanDeploy(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program
    .command('can-deploy')
    .description('say whether a service can be deployed alone, and what must go out with it (exit code 1)')
    .argument('<service>', 'name, alias or id of a service')
    .argument('[paths...]', pathsHelp);
  common(rulesChosen(command), 'can-deploy').action(async (service: string, paths: string[], options: CommonOptions & RuleChoice) => {
    const { canDeploy } = await import('./commands/can-deploy.js');
    outlet.done(await canDeploy(service, orHere(paths), options, console));
  });
}

function addComment(program: Command, console: Console, outlet: ProgramOutlet): void {
  const command = program
    .command('comment')
    .description('print the comment on a pull request, or post it (--post): one comment, kept up to date')
    .argument('[paths...]', pathsHelp);
  common(rulesChosen(command), 'comment')
    .option('--since <ref>', 'revision the change is held against (in a CI job: the branch it is proposed for)')
    .option('--from <file>', 'a report that check --format json wrote, in place of an analysis')
    .option('--post', 'make the comment, or update it in place; with the token in GITHUB_TOKEN or GITLAB_TOKEN')
    .addOption(new Option('--platform <name>', 'where to post').choices(['auto', 'github', 'gitlab']).default('auto'))
    .option('--repository <name>', 'owner/name, or number or path of a GitLab project (default: that of the CI job)')
    .option('--request <number>', 'pull or merge request (default: that of the CI job)', wholeNumber('--request'))
    .option('--id <id>', 'keeps several comments on one request apart', 'default')
    .action(async (paths: string[], options: CommentOptions) => {
      const { comment } = await import('./commands/comment.js');
      outlet.done(await comment(orHere(paths), options, console));
    });
}

function addRules(program: Command, console: Console, outlet: ProgramOutlet): void {
  const list = program.command('rules').description('print the rules with their severities');
  common(rulesChosen(list), 'rules').action(async (options: CommonOptions & RuleChoice) => {
    const { rules } = await import('./commands/rules.js');
    outlet.done(await rules(options, console));
  });
  const one = program.command('explain').description("print one rule's whole documentation").argument('<rule>', 'id of a rule');
  common(rulesChosen(one), 'explain').action(async (rule: string, options: CommonOptions & RuleChoice) => {
    const { explain } = await import('./commands/rules.js');
    outlet.done(await explain(rule, options, console));
  });
}

function rulesChosen(command: Command): Command {
  return command
    .addOption(new Option('--preset <name>', 'severities to start from').choices(['minimal', 'recommended', 'strict']))
    .option('--rule <id:severity>', 'severity of a rule, over the configuration; repeatable', collect)
    .option('--only <ids>', 'run these rules alone; comma-separated, repeatable', collectList);
}

function common(command: Command, name: ReportCommand): Command {
  command
    .option('--format <name[=file]>', `${formatNames[name].join(', ')}; with =FILE written there; repeatable`, collect)
    .option('-o, --output <file>', 'write the report there')
    .option('--color', 'colour even where standard output is no terminal')
    .option('--no-color', 'do not colour');
  return scanned(command, name === 'check' ? 'errors only, no progress' : 'no progress, no hints');
}

/** Options of every command that looks at a system. */
function scanned(command: Command, quiet: string): Command {
  return command
    .option('--config <file>', 'configuration file')
    .option('--no-config', 'look for no configuration')
    .option('-q, --quiet', quiet)
    .option('-v, --verbose', 'every row, and the stack of an internal error')
    .option('--no-history', 'do not ask git which services change together')
    .option('--timing', 'time of each stage, on standard error');
}

const orHere = (paths: readonly string[]): readonly string[] => (paths.length > 0 ? paths : ['.']);
