import { defineLibrary } from '../../core/library.js';
import { jqueryRequests } from './jquery.js';

/** jQuery's requests, by the page's own `$`. */
export const jqueryGlobal = defineLibrary({
  id: 'jquery-global',
  language: 'typescript',
  url: 'https://api.jquery.com/category/ajax/',
  modules: [],
  sightings: jqueryRequests((call) => [`$.${call}`, `jQuery.${call}`]),
  examples: [
    { code: "$.getJSON('http://orders/orders', (orders) => console.log(orders));", expect: ['client http method=GET url=http://orders/orders'] },
    { code: "$.ajax('http://orders/orders', { method: 'PUT', timeout: 900 });", expect: ['client http method=PUT timeout=900 url=http://orders/orders'] },
    { code: "$('#orders').hide();", expect: [] },
  ],
});
