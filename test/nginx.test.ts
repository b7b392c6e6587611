import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { nginx } from '../src/extract/manifests/nginx/index.js';

const fixtures = path.join(import.meta.dirname, '..', 'fixtures');
/** Names of upstreams are looked up when a configuration is tested; this answers for all of them. */
const wrapper = ['/usr/lib/x86_64-linux-gnu/libnss_wrapper.so', '/usr/lib/aarch64-linux-gnu/libnss_wrapper.so'].find((file) => existsSync(file)) ?? '';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [path.relative(folder, path.join(entry.parentPath, entry.name))] : [],
  );

/** What the image's envsubst does to a template: variables of the environment, and those alone. */
function envsubst(text: string): string {
  const value = (name: string): string => (/PORT/.test(name) ? '8080' : /UR[IL]/.test(name) ? 'http://host:8080' : 'host');
  return text.replace(/\$\{([A-Z_][A-Z0-9_]*)\}/g, (_, name: string) => value(name));
}

/** Puts a part of a configuration where it may stand. */
function wrapped(text: string): string {
  const bare = text.replace(/#.*$/gm, '');
  if (/^\s*(http|stream)\s*\{/m.test(bare)) return /\bevents\b/.test(bare) ? text : `events {}\n${text}`;
  const server = /^\s*(server|upstream|map|split_clients)\s[^;{]*\{|^\s*server\s*\{/m.test(bare)
    ? text
    : `server {\n${/^\s*location\s/m.test(bare) ? text : `location / {\n${text}\n}`}\n}`;
  return `events {}\nhttp {\nlimit_req_zone $binary_remote_addr zone=slow:1m rate=1r/s;\nlimit_req_zone $binary_remote_addr zone=api:1m rate=1r/s;\n${server}\n}`;
}

/** Runs `nginx -t` on a file of a folder, every file of which stands as it would in /etc/nginx. Gives what nginx complains of; empty for nothing. */
function complaint(folder: string, main: string, whole: boolean): string {
  const prefix = mkdtempSync(path.join(tmpdir(), 'archlint-nginx-'));
  try {
    const hosts = new Set<string>(['host']);
    const included = new Set<string>();
    for (const file of filesBelow(folder)) {
      const text = readFileSync(path.join(folder, file), 'utf8').replaceAll('/etc/nginx/', `${prefix}/`);
      const target = path.join(prefix, file.replace(/\.template$/, ''));
      mkdirSync(path.dirname(target), { recursive: true });
      const rendered = file.endsWith('.template') ? envsubst(text) : text;
      writeFileSync(target, file === main && !whole ? wrapped(rendered) : rendered);
      for (const [, host] of rendered.matchAll(/(?:server|_pass)\s+"?(?:\w+:\/\/)?([a-z][\w-]*)/g)) hosts.add(host ?? '');
      for (const [, name] of rendered.matchAll(/include\s+([^\s;*]+);/g)) included.add(name ?? '');
    }
    for (const file of ['mime.types', 'htpasswd', ...included].map((name) => path.resolve(prefix, name))) {
      mkdirSync(path.dirname(file), { recursive: true });
      if (!existsSync(file)) writeFileSync(file, '');
    }
    writeFileSync(path.join(prefix, 'hosts'), [...hosts].map((host) => `127.0.0.1 ${host}\n`).join(''));
    const env = { ...process.env, LD_PRELOAD: wrapper, NSS_WRAPPER_HOSTS: path.join(prefix, 'hosts') };
    const run = spawnSync(
      'nginx',
      ['-t', '-q', '-p', prefix, '-c', path.join(prefix, main.replace(/\.template$/, '')), '-g', `pid ${prefix}/pid; error_log ${prefix}/log;`],
      { env, encoding: 'utf8' },
    );
    return run.status === 0 ? '' : run.stderr.replaceAll(prefix, '');
  } finally {
    rmSync(prefix, { recursive: true });
  }
}

const cases = readdirSync(path.join(fixtures, 'extract', 'nginx')).filter((name) => name !== 'broken');
const elsewhere = ['systems', 'rules']
  .flatMap((folder) => filesBelow(path.join(fixtures, folder)).map((file) => path.join(folder, file)))
  .filter((file) => nginx.files(file) && nginx.extract(file, readFileSync(path.join(fixtures, file), 'utf8')).facts.length > 0);

const present = spawnSync('nginx', ['-v']).status === 0 && wrapper !== '';

// CI installs it; who has none may leave it out.
describe.skipIf(!present && process.env['CI'] === undefined)('the real nginx', () => {
  it.each(cases)('accepts the fixture %s', (name) => {
    const folder = path.join(fixtures, 'extract', 'nginx', name);
    const work = mkdtempSync(path.join(tmpdir(), 'archlint-case-'));
    execFileSync('cp', ['-r', `${folder}/input/.`, work]);
    const check = path.join(folder, 'check.conf');
    if (existsSync(check)) writeFileSync(path.join(work, 'check.conf'), readFileSync(check));
    expect(complaint(work, existsSync(check) ? 'check.conf' : 'nginx.conf', true)).toBe('');
    rmSync(work, { recursive: true });
  });

  it.each(elsewhere)('accepts %s', (file) => {
    const folder = path.join(fixtures, path.dirname(file), file.includes('.template') || file.includes('snippets') ? '..' : '.');
    expect(complaint(folder, path.relative(folder, path.join(fixtures, file)), false)).toBe('');
  });

  it('refuses what is reported as broken', () => {
    const folder = path.join(fixtures, 'extract', 'nginx', 'broken', 'input');
    for (const file of readdirSync(folder)) {
      const { diagnostics } = nginx.extract(file, readFileSync(path.join(folder, file), 'utf8'));
      if (diagnostics.length > 0) expect(complaint(folder, file, false), file).not.toBe('');
    }
  });
});
