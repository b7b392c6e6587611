import type { Pick, Sighting } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

const method: Pick = {
  text: 'upper',
  of: {
    firstOf: [{ arg: 0, property: 'method' }, { arg: 0, property: 'type' }, { arg: 1, property: 'method' }, { arg: 1, property: 'type' }, { literal: 'GET' }],
  },
};

/** Sightings of jQuery's request functions, spelled as `name` says. */
export function jqueryRequests(name: (call: string) => readonly string[]): readonly Sighting[] {
  const target: Pick = { firstOf: [{ arg: 0, property: 'url' }, { arg: 0 }] };
  return [
    {
      call: name('ajax'),
      role: 'client',
      protocol: 'http',
      target,
      parts: {
        method,
        timeout: {
          firstOf: [
            { arg: 0, property: 'timeout' },
            { arg: 1, property: 'timeout' },
          ],
        },
      },
    },
    { call: [...name('get'), ...name('getJSON'), ...name('getScript')], role: 'client', protocol: 'http', target, parts: { method: { literal: 'GET' } } },
    { call: name('post'), role: 'client', protocol: 'http', target, parts: { method: { literal: 'POST' } } },
  ];
}

/** jQuery's requests, imported. */
export const jquery = defineLibrary({
  id: 'jquery',
  language: 'typescript',
  url: 'https://api.jquery.com/category/ajax/',
  modules: ['jquery'],
  sightings: jqueryRequests((call) => [call]),
  examples: [
    { code: "import $ from 'jquery';\n$.ajax({ url: 'http://orders/orders', type: 'post' });", expect: ['client http method=POST url=http://orders/orders'] },
    { code: "import $ from 'jquery';\n$('#orders').hide();", expect: [] },
  ],
});
