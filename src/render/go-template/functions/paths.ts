import type { GoFunction } from '../engine.js';
import { mapOf } from '../value.js';
import { type FunctionTable, knownOnly, mapArg, textArg } from './arguments.js';

const ofPath = (name: string, change: (path: string) => string | boolean): GoFunction => knownOnly(name, (args, engine) => change(textArg(args, 0, engine)));

/** A path without `.`, `..` and double slashes, as Go's `path.Clean`. */
function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' ? !path.startsWith('/') : part !== '' && part !== '.') parts.push(part);
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/') || '.';
}

function base(path: string): string {
  const bare = path.replace(/\/+$/, '');
  return bare === '' ? (path === '' ? '.' : '/') : bare.slice(bare.lastIndexOf('/') + 1);
}

const dir = (path: string): string => clean(path.slice(0, path.lastIndexOf('/') + 1));
const ext = (path: string): string => /\.[^./]*$/.exec(path)?.[0] ?? '';

const url = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** The parts of a URL under sprig's names. Works on URLs with unknown parts. */
const urlParse: GoFunction = (args, engine) => {
  const [, scheme = '', userinfo = '', host = '', path = '', query = '', fragment = ''] = url.exec(textArg(args, 0, engine)) ?? [];
  return mapOf({ scheme, userinfo, host, hostname: host.replace(/:\d*$/, ''), path, query, fragment, opaque: '' });
};

const urlJoin: GoFunction = ([parts], engine) => {
  const part = (name: string): string => engine.text(mapArg(parts).get(name) ?? '');
  const user = part('userinfo') === '' ? '' : `${part('userinfo')}@`;
  const authority = part('host') === '' && user === '' ? '' : `//${user}${part('host')}`;
  const path = authority !== '' && part('path') !== '' && !part('path').startsWith('/') ? `/${part('path')}` : part('path');
  const [query, fragment] = [part('query'), part('fragment')];
  return `${part('scheme') === '' ? '' : `${part('scheme')}:`}${authority}${path}${query === '' ? '' : `?${query}`}${fragment === '' ? '' : `#${fragment}`}`;
};

/** sprig's functions of paths and URLs. */
export const paths: FunctionTable = {
  base: ofPath('base', base),
  osBase: ofPath('osBase', base),
  dir: ofPath('dir', dir),
  osDir: ofPath('osDir', dir),
  clean: ofPath('clean', clean),
  osClean: ofPath('osClean', clean),
  ext: ofPath('ext', ext),
  osExt: ofPath('osExt', ext),
  isAbs: ofPath('isAbs', (path) => path.startsWith('/')),
  osIsAbs: ofPath('osIsAbs', (path) => path.startsWith('/')),
  urlParse,
  urlJoin,
};
