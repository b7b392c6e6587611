import type { ReleaseFact, ReleaseMember } from './fact.js';
import { compareLocations } from './location.js';

/**
 * Joins the release facts of single files: facts with one anchor become one with all their members (each text once), at the first
 * fact's place. Left out are anchors that lack their declaration and those that tie fewer than two members, unless a member is a glob or a whole workspace.
 */
export function joinReleases(facts: readonly ReleaseFact[]): ReleaseFact[] {
  const groups = new Map<string, ReleaseFact[]>();
  for (const fact of facts) {
    const key = `${fact.evidenceKind} ${fact.foundBy} ${fact.anchor}`;
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  const joined: ReleaseFact[] = [];
  for (const group of groups.values()) {
    const given = group.some((f) => f.declaration !== 'needed');
    const members = distinct(group.flatMap((f) => f.members));
    const first = [...group].sort((a, b) => compareLocations(a.at, b.at))[0];
    if (!first || !given || !(members.length > 1 || members.some(tiesSeveral))) continue;
    const { declaration, ...rest } = group.find((f) => f.declaration === 'given') ?? first;
    joined.push({ ...rest, members });
  }
  return joined.sort((a, b) => compareLocations(a.at, b.at));
}

function distinct(members: readonly ReleaseMember[]): ReleaseMember[] {
  const byText = new Map<string, ReleaseMember>();
  for (const member of [...members].sort((a, b) => compareLocations(a.at, b.at))) {
    const key = `${member.kind} ${member.text}`;
    if (!byText.has(key)) byText.set(key, member);
  }
  return [...byText.values()];
}

const tiesSeveral = (member: ReleaseMember): boolean => member.kind === 'workspace' || /[*?{]/.test(member.text);
