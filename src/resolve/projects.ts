import type { PackageFact, ProjectFact } from '../core/fact.js';

/**
 * Packages with what the tools of their workspaces say of them: targets stand as scripts that the package has not itself, an entry file where it names
 * none. A program without a package.json of its own is a package too; libraries without one are parts of who imports them.
 */
export function withProjects(
  packages: readonly PackageFact[],
  projects: readonly ProjectFact[],
): { readonly packages: readonly PackageFact[]; readonly programs: ReadonlySet<string> } {
  const byPath = new Map(packages.map((p) => [p.path, p]));
  const programs = new Set<string>();
  for (const project of projects) {
    const own = byPath.get(project.path);
    if (own !== undefined)
      byPath.set(own.path, { ...(project.main !== undefined && { main: project.main }), ...own, scripts: { ...project.targets, ...own.scripts } });
    else if (project.produces !== 'library') byPath.set(project.path, packageOf(project));
    if (project.produces === 'program') programs.add(project.path);
  }
  return { packages: [...byPath.values()], programs };
}

function packageOf({ name, path, main, targets, at, foundBy }: ProjectFact): PackageFact {
  return {
    kind: 'package',
    ecosystem: 'npm',
    name,
    version: null,
    path,
    private: true,
    ...(main !== undefined && { main }),
    bin: [],
    exports: {},
    scripts: targets,
    dependencies: {},
    devDependencies: {},
    workspaces: [],
    files: [],
    at,
    foundBy,
  };
}
