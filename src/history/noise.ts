import type { LeftOutReason } from '../core/history.js';
import type { Commit } from './log.js';

const bots =
  /\[bot\]|\bbot@|^(?:renovate|dependabot|greenkeeper|snyk|mergify|semantic-release|release-please|github-actions|gitlab-ci|jenkins|argocd|flux(?:cd)?|weblate|crowdin|imgbot|allcontributors|depfu|pyup|whitesource)(?:[-_. ]?(?:bot|ci|cd|image-updater|release))?$|-bot$|^bot-/i;

const sweeps = [
  /\b(?:prettier|eslint --fix|gofmt|goimports|clang-format|isort|rustfmt|spotless|ktlint|biome|dotnet format|php-cs-fixer)\b|\b(?:run|apply|with|by) black\b/i,
  /^(?:style|format|lint)(?:\([^)]*\))?!?:/i,
  /\b(?:re-?format(?:ted|ting)?|code ?style|white-?space|trailing spaces?|line endings?|crlf|import order|sort imports|typos?)\b/i,
  /\b(?:licen[cs]e|copyright)\b.*\b(?:header|headers|year|years|notice)\b|\b(?:update|bump|add)\b.*\bcopyright\b/i,
];

const releases = [
  /^(?:chore|build|ci)\((?:main|master|release)[^)]*\):/i,
  /^(?:chore(?:\([^)]*\))?!?:\s*)?(?:(?:release|publish)(?:[:\s]+v?\d.*)?$|version packages\b|bump versions?\b|prepare (?:for )?(?:the )?(?:next )?(?:release|development)\b)/i,
  /^v?\d+\.\d+\.\d+(?:[-+.\w]*)?$/,
  /^\[maven-release-plugin\]/i,
];

/** More files than a person changes on purpose. */
const importFiles = 1000;

/**
 * Why a commit is no evidence of services that change together, or null: written by a bot; a formatting or licence sweep by its subject; the first
 * commit or one of more than a thousand files; a release commit, which is evidence of another kind.
 */
export function noiseOf(commit: Commit): LeftOutReason | null {
  if (bots.test(commit.author) || bots.test(commit.email.replace(/@.*$/, ''))) return 'bot';
  if (commit.parents === 0 || commit.files.length > importFiles) return 'import';
  if (sweeps.some((pattern) => pattern.test(commit.subject))) return 'formatting';
  return releases.some((pattern) => pattern.test(commit.subject)) ? 'release' : null;
}

const lockFiles =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|composer\.lock|gemfile\.lock|poetry\.lock|pipfile\.lock|uv\.lock|cargo\.lock|go\.sum|packages\.lock\.json|gradle\.lockfile|mix\.lock|flake\.lock|pubspec\.lock|chart\.lock)$/i;
/** What a dependency or base image update touches; a change of the code itself touches more. */
const buildFiles =
  /(?:^|\/)(?:package\.json|go\.mod|requirements[\w.-]*\.(?:txt|in)|constraints\.txt|pyproject\.toml|pipfile|setup\.(?:py|cfg)|pom\.xml|build\.gradle(?:\.kts)?|gradle\.properties|libs\.versions\.toml|gradle-wrapper\.(?:properties|jar)|gradlew(?:\.bat)?|cargo\.toml|gemfile|composer\.json|mix\.exs|directory\.(?:packages|build)\.props|nuget\.config|[\w.-]+\.(?:csproj|fsproj|vbproj|sln)|dockerfile[\w.-]*|[\w-]+\.dockerfile|\.(?:nvmrc|node-version|python-version|tool-versions|ruby-version))$/i;
const prose = /\.(?:md|mdx|rst|adoc|txt|png|jpe?g|gif|svg|ico|webp|drawio|puml)$|(?:^|\/)(?:docs?|changelog|license|codeowners)(?:\/|$)/i;
const generated =
  /(?:^|\/)(?:node_modules|vendor|third_party|dist|build|generated|__generated__|gen|__snapshots__)\/|\.(?:pb\.go|pb\.cc|pb\.h|g\.cs|designer\.cs|min\.js|snap|generated\.\w+)$|_pb2(?:_grpc)?\.pyi?$|_(?:grpc_)?pb\.(?:js|ts|d\.ts)$/i;

/** Whether a change of that path is a change of a service: not a lock or dependency file, a Dockerfile, prose, a picture or generated code. */
export function isSourcePath(path: string): boolean {
  return !lockFiles.test(path) && !buildFiles.test(path) && !prose.test(path) && !generated.test(path);
}
