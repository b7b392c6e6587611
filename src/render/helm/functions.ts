import type { Engine, GoFunction } from '../go-template/engine.js';
import { goFunctions } from '../go-template/functions/index.js';
import { GoMap, type GoValue, isNil, isTrue, Missing } from '../go-template/value.js';

/** `required "message" value`: what is not given is left unknown; Helm would stop. */
function required([message = '', value = null]: readonly GoValue[], engine: Engine): GoValue {
  if (value instanceof Missing) return value;
  return isNil(value) || value === '' ? new Missing(engine.text(message).slice(0, 60)) : value;
}

function include([name = '', dot = null]: readonly GoValue[], engine: Engine): GoValue {
  const wanted = engine.text(name);
  const made = engine.include(wanted, dot);
  if (made !== undefined) return made;
  const usual = byConvention(wanted, dot, engine);
  engine.session.note(
    `the template ${JSON.stringify(wanted)} is not there; ${usual === undefined ? 'what it gives is unknown' : 'it is taken to give what its name says'}`,
  );
  return usual ?? engine.session.unknown(`include ${wanted}`, 'absent-code');
}

/**
 * What templates of these names give in every library of charts, where the library is not in the tree (`helm dependency update` would fetch it):
 * the name of an object, the chart's name, an image of `registry`, `repository` and `tag`.
 */
function byConvention(name: string, dot: GoValue, engine: Engine): string | undefined {
  const at = (of: GoValue, ...path: readonly string[]): GoValue => path.reduce((value, key) => engine.member(value, key), of);
  const root = [dot, at(dot, 'context'), at(dot, '$'), at(dot, 'root')].find((one) => !isNil(at(one, 'Chart', 'Name'))) ?? null;
  if (/image$/i.test(name) && !isNil(at(dot, 'imageRoot', 'repository'))) {
    const registry = [at(dot, 'global', 'imageRegistry'), at(dot, 'imageRoot', 'registry')].find(isTrue);
    const tag = [at(dot, 'imageRoot', 'tag'), at(dot, 'chart', 'AppVersion')].find(isTrue) ?? at(dot, 'imageRoot', 'tag');
    return `${registry === undefined ? '' : `${engine.text(registry)}/`}${engine.text(at(dot, 'imageRoot', 'repository'))}:${engine.text(tag)}`;
  }
  const chart = at(root, 'Chart', 'Name');
  if (isNil(chart)) return undefined;
  if (/fullname$/i.test(name)) return `${engine.text(at(root, 'Release', 'Name'))}-${engine.text(chart)}`;
  return /(?:^|[._/-])name$/i.test(name) ? engine.text(chart) : undefined;
}

/** The functions of chart templates. There is no cluster to look things up in. */
export const chartFunctions: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ...goFunctions,
  ['include', include],
  ['tpl', ([text = '', dot = null], engine) => engine.evaluate(engine.text(text), dot)],
  ['required', required],
  ['lookup', () => new GoMap()],
]);
