import { renderCanDeployJson } from './can-deploy-json.js';
import { renderCanDeployMarkdown } from './can-deploy-markdown.js';
import { renderCanDeployText } from './can-deploy-text.js';
import { renderCheckGithub } from './check-github.js';
import { renderCheckGitlab } from './check-gitlab.js';
import { renderCheckJson } from './check-json.js';
import { renderCheckJunit } from './check-junit.js';
import { renderCheckMarkdown } from './check-markdown.js';
import { renderCheckSarif } from './check-sarif.js';
import { renderCheckStylish } from './check-stylish.js';
import { renderCommentMarkdown } from './comment-markdown.js';
import { renderDiffJson } from './diff-json.js';
import { renderDiffMarkdown } from './diff-markdown.js';
import { renderDiffText } from './diff-text.js';
import { renderExplainJson } from './explain-json.js';
import { renderExplainText } from './explain-text.js';
import { renderGraphDot } from './graph-dot.js';
import { renderGraphJson } from './graph-json.js';
import { renderGraphMermaid } from './graph-mermaid.js';
import { renderGraphSvg } from './graph-svg.js';
import type { Reporter } from './options.js';
import { renderRulesJson } from './rules-json.js';
import { renderRulesText } from './rules-text.js';
import { renderServicesJson } from './services-json.js';
import { renderServicesText } from './services-text.js';
import { renderWhyJson } from './why-json.js';
import { renderWhyText } from './why-text.js';

/** All reporters; the first of each command is its default. `formats.ts` lists the same names. */
export const reporters: readonly Reporter[] = [
  { command: 'check', format: 'stylish', render: renderCheckStylish },
  { command: 'check', format: 'json', render: renderCheckJson },
  { command: 'check', format: 'sarif', render: renderCheckSarif },
  { command: 'check', format: 'github', render: renderCheckGithub },
  { command: 'check', format: 'gitlab', render: renderCheckGitlab },
  { command: 'check', format: 'junit', render: renderCheckJunit },
  { command: 'check', format: 'markdown', render: renderCheckMarkdown },
  { command: 'diff', format: 'text', render: renderDiffText },
  { command: 'diff', format: 'json', render: renderDiffJson },
  { command: 'diff', format: 'markdown', render: renderDiffMarkdown },
  { command: 'graph', format: 'dot', render: renderGraphDot },
  { command: 'graph', format: 'mermaid', render: renderGraphMermaid },
  { command: 'graph', format: 'svg', render: renderGraphSvg },
  { command: 'graph', format: 'json', render: renderGraphJson },
  { command: 'services', format: 'text', render: renderServicesText },
  { command: 'services', format: 'json', render: renderServicesJson },
  { command: 'why', format: 'text', render: renderWhyText },
  { command: 'why', format: 'json', render: renderWhyJson },
  { command: 'can-deploy', format: 'text', render: renderCanDeployText },
  { command: 'can-deploy', format: 'json', render: renderCanDeployJson },
  { command: 'can-deploy', format: 'markdown', render: renderCanDeployMarkdown },
  { command: 'comment', format: 'markdown', render: renderCommentMarkdown },
  { command: 'rules', format: 'text', render: renderRulesText },
  { command: 'rules', format: 'json', render: renderRulesJson },
  { command: 'explain', format: 'text', render: renderExplainText },
  { command: 'explain', format: 'json', render: renderExplainJson },
];
