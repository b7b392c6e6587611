/**
 * One shape for everything that builds and delivers: GitHub workflows, GitLab CI, Jenkinsfiles, Makefiles, shell scripts. A pipeline has jobs, a job
 * steps, a step an action or shell commands; each of them its line. The readers (`readGithubWorkflow`, `readGitlabPipeline` …) look at one file
 * each and execute nothing; what another file says is named by a `PipelineCall`.
 *
 * All texts spell a reference as `${name}` (`${name:-default}`), whatever the system writes: `${{ matrix.service }}` is `${matrix.service}`,
 * `${{ env.TAG }}`, `$TAG` and Make's `$(TAG)` are `${TAG}`, a script's first argument is `${1}`. `fillText` puts values in.
 */
export interface Pipeline {
  readonly file: string;
  /** What starts it; empty where the file does not say (a Makefile, a script). */
  readonly triggers: readonly PipelineTrigger[];
  /** What a caller may set: `workflow_call` inputs (`inputs.name`), with their defaults. */
  readonly parameters: ReadonlyMap<string, string | undefined>;
  readonly jobs: readonly PipelineJob[];
  /** Files of the tree whose jobs count as this file's (GitLab `include: local`), relative to the scan root; globs stay globs. */
  readonly includes: readonly string[];
}

export interface PipelineTrigger {
  /** As the system names it: `push`, `pull_request`, `schedule`, `workflow_call`, `merge_request_event` … */
  readonly event: string;
  readonly branches: readonly string[];
  readonly paths?: PathFilter;
  readonly line: number;
}

/** Globs over files of the repository; what is excluded counts even where it is included. */
export interface PathFilter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly line: number;
}

export interface PipelineJob {
  /** Key of the job, name of the stage, target of the Makefile; empty for the body of a script. */
  readonly id: string;
  readonly line: number;
  /** Runs only as part of another (GitLab's hidden jobs). */
  readonly template: boolean;
  /** Conditions as written (`if`, `rules`, `when`), spelled with `${name}`. All must hold for GitHub and Jenkins; of GitLab's rules any. */
  readonly conditions: readonly string[];
  /** It runs only where a changed file fits one of these. */
  readonly paths: readonly PathFilter[];
  readonly needs: readonly string[];
  readonly environment?: string;
  /** Whether it runs once for each element of a matrix. */
  readonly matrix: boolean;
  /** Variables of each element, by the name that texts refer to (`matrix.service`, `SERVICE`); one empty element where they are not known or there is no matrix. */
  readonly legs: readonly Variables[];
  /** What it runs besides its steps: a reusable workflow, a child pipeline, a template of another file. */
  readonly calls: readonly PipelineCall[];
  readonly steps: readonly PipelineStep[];
}

export type Variables = ReadonlyMap<string, string>;

export interface PipelineStep {
  /** Id under which later steps read its outputs (`${steps.<id>.outputs.tags}`). */
  readonly id?: string;
  /** Line of the action's name or of the script. */
  readonly line: number;
  /** Folder it runs in, relative to the scan root. */
  readonly folder: string;
  readonly condition?: string;
  /** Variables of pipeline, job and step; the innermost wins. Values may refer to others. */
  readonly variables: Variables;
  readonly action?: PipelineAction;
  /** Its script as commands, in order. */
  readonly commands: readonly PipelineCommand[];
}

export interface PipelineAction {
  /** Lower case, without version: `docker/build-push-action`, `./.github/actions/build`. */
  readonly name: string;
  readonly inputs: ReadonlyMap<string, PlacedText>;
}

export interface PlacedText {
  readonly text: string;
  readonly line: number;
}

/** A simple command; loops over known words, functions and variables of the script are carried out. */
export interface PipelineCommand {
  /** Without `sudo` and leading assignments. */
  readonly words: readonly string[];
  readonly line: number;
  /** Where it runs, as far as `cd` shows it. */
  readonly folder: string;
  /** The command that is piped into it. */
  readonly pipedFrom?: readonly string[];
  /** What its script asks before it, variables filled in: branches, tests. */
  readonly condition?: string;
}

/** Another file (or a job of it) that is run with values for its parameters. */
export interface PipelineCall {
  /** Candidates, relative to the scan root; the first that exists counts. */
  readonly files: readonly string[];
  readonly job?: string;
  /** By the name its texts use: `inputs.service`, `SERVICE`, `1`. */
  readonly values: Variables;
  readonly line: number;
}
