import ignore, { type Ignore } from 'ignore';

/** Folders of other people's code, caches and output, by their whole name. */
const ignoredFolders = new Set([
  'node_modules',
  'bower_components',
  'jspm_packages',
  'third_party',
  '__pycache__',
  'site-packages',
  '.git',
  '.hg',
  '.svn',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.nx',
  '.cache',
  '.parcel-cache',
  '.yarn',
  '.pnpm-store',
  '.gradle',
  '.mvn',
  '.terraform',
  '.venv',
  'venv',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.nyc_output',
  '.serverless',
  '.aws-sam',
]);
/** Folders that are output or vendored only if what is in or beside them says so. */
const doubtfulFolders = new Set(['dist', 'build', 'out', 'target', 'coverage', 'vendor']);

const ignoredFile =
  /(\.min\.(js|css|mjs)|[.-]min\.js|\.d\.[cm]?ts|\.map)$|(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|composer\.lock|Gemfile\.lock|poetry\.lock|Pipfile\.lock|uv\.lock|Cargo\.lock|go\.sum|go\.work\.sum|packages\.lock\.json|pubspec\.lock|flake\.lock)$/;
const outputFile =
  /\.(js|mjs|cjs|css|map|html|json|txt|md|svg|png|jpe?g|gif|ico|webp|woff2?|ttf|eot|wasm|gz|br|class|jar|war|info|xml|tsbuildinfo|d\.[cm]?ts)$/i;
const unitFile =
  /^(package\.json|Dockerfile|Containerfile|go\.mod|pom\.xml|build\.gradle(\.kts)?|pyproject\.toml|requirements\.txt|[^/]+\.csproj|composer\.json|Gemfile)$/;
const vendoredFile = /^(modules\.txt|autoload\.php|bundle\/|composer\/)/;

/** Whether a folder's name alone says that nobody reads it, so that a walk need not enter it; not where a `!pattern` names it. */
export function isNeverEntered(name: string, patterns: readonly string[]): boolean {
  if (!ignoredFolders.has(name)) return false;
  return !patterns.some((pattern) => pattern.startsWith('!') && pattern.slice(1).split('/').includes(name));
}

/** What the rules about a folder ask of the tree. Paths are relative to the scan root. */
export interface FolderFacts {
  /** Names of the files directly in a folder and paths (relative to it) of those deeper. */
  within(folder: string): readonly string[];
  has(path: string): boolean;
  /** Whether package.json or tsconfig.json of `folder` names its sub-folder `name` as output. */
  namesOutput(folder: string, name: string): boolean;
}

/**
 * The reason-free verdict on paths: true for those that no analysis wants. User patterns (gitignore syntax) come last and win; `!pattern`
 * brings back what a default or an earlier pattern leaves out. Verdicts on folders are remembered.
 */
export class IgnoreRules {
  private readonly user: Ignore | undefined;
  private readonly folders = new Map<string, string | null>();

  constructor(
    patterns: readonly string[],
    private readonly facts: FolderFacts,
  ) {
    this.user = patterns.length > 0 ? ignore().add([...patterns]) : undefined;
  }

  /** The folder or file that an ignore leaves out for this path; null where it stays. */
  ignoredBy(path: string): string | null {
    if (this.user) {
      const verdict = this.user.test(path);
      if (verdict.ignored) return path;
      if (verdict.unignored) return null;
    }
    return this.folderVerdict(parentOf(path)) ?? (ignoredFile.test(path) ? path : null);
  }

  private folderVerdict(folder: string): string | null {
    if (folder === '') return null;
    const known = this.folders.get(folder);
    if (known !== undefined) return known;
    const verdict = this.folderVerdict(parentOf(folder)) ?? (this.isUnwanted(folder) ? folder : null);
    this.folders.set(folder, verdict);
    return verdict;
  }

  private isUnwanted(folder: string): boolean {
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    if (ignoredFolders.has(name)) return true;
    if (!doubtfulFolders.has(name)) return false;
    const parent = parentOf(folder);
    const within = this.facts.within(folder);
    if (name === 'vendor') return within.some((path) => vendoredFile.test(path)) || !within.some((path) => unitFile.test(path));
    const beside = parent === '' ? '' : `${parent}/`;
    if (name === 'target' && ['pom.xml', 'Cargo.toml', 'build.sbt'].some((file) => this.facts.has(beside + file))) return true;
    if (within.some((path) => path === 'package.json') && !this.facts.has(`${beside}package.json`)) return false;
    return within.every((path) => outputFile.test(path)) || this.facts.namesOutput(parent, name);
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

const maxPatternLength = 1_000;
const maxStars = 4;

/**
 * The patterns of a .gitignore as an `Ignore`. Patterns that could make matching slow (more than four stars in one segment, or over 1,000
 * characters) are left out and returned as line numbers.
 */
export function gitignoreRules(text: string): { rules: Ignore; refused: readonly number[] } {
  const rules = ignore();
  const refused: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const slow =
      line.length > maxPatternLength ||
      line
        .replace(/\*\*+/g, '')
        .split('/')
        .some((s) => s.split('*').length > maxStars + 1) ||
      line.split('**').length > maxStars + 1;
    if (slow) refused.push(index + 1);
    else rules.add(line);
  }
  return { rules, refused };
}
