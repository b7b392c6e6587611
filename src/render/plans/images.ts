import type { Location } from '../../core/location.js';
import { type Placed, scalar } from '../placed.js';

/** An image override of Argo CD (`name=new:tag`, `name:tag`, `name@digest`) as an entry of a kustomization's `images`. */
export function imageEntry(text: string, at: Location): Placed[] {
  const equals = text.indexOf('=');
  const to = partsOf((equals < 0 ? text : text.slice(equals + 1)).trim());
  const name = equals < 0 ? to.name : partsOf(text.slice(0, equals).trim()).name;
  if (name === '') return [];
  const field = (key: string, value: string | undefined) => (value === undefined || value === '' ? [] : [{ key, at, value: scalar(value, at) }]);
  const entries = [...field('name', name), ...(equals < 0 ? [] : field('newName', to.name)), ...field('newTag', to.tag), ...field('digest', to.digest)];
  return [{ kind: 'map', at, entries }];
}

/** `registry:5000/shop/orders:1.2@sha256:…`. */
function partsOf(reference: string): { name: string; tag?: string; digest?: string } {
  const sign = reference.indexOf('@');
  const bare = sign < 0 ? reference : reference.slice(0, sign);
  const colon = bare.indexOf(':', bare.lastIndexOf('/') + 1);
  const digest = sign < 0 ? {} : { digest: reference.slice(sign + 1) };
  return colon < 0 ? { name: bare, ...digest } : { name: bare.slice(0, colon), tag: bare.slice(colon + 1), ...digest };
}
