import { defineLibrary } from '../../core/library.js';

/** Angular's HttpClient. */
export const angularHttp = defineLibrary({
  id: 'angular-http',
  language: 'typescript',
  url: 'https://angular.dev/guide/http',
  modules: ['@angular/common/http', '@angular/http'],
  sightings: [
    { effect: 'handle', type: 'HttpClient' },
    { effect: 'handle', type: 'Http' },
    { new: ['HttpRequest'], effect: 'handle', type: 'HttpRequest' },
    {
      call: ['{HttpClient,Http}.{get,post,put,patch,delete,head,options,jsonp}'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: { method: { method: true, upper: true } },
    },
    {
      call: ['HttpClient.request', 'Http.request'],
      role: 'client',
      protocol: 'http',
      target: { firstOf: [{ handle: { arg: 1 }, of: { arg: 0 }, type: 'HttpRequest' }, { arg: 1, is: 'text' }, { arg: 1 }, { arg: 0 }] },
      parts: { method: { firstOf: [{ handle: { arg: 0 }, of: { arg: 0 }, type: 'HttpRequest' }, { arg: 0 }] } },
    },
  ],
  examples: [
    {
      code: "import { HttpClient } from '@angular/common/http';\nexport function load(http: HttpClient) {\n  return http.post('https://orders.example.com/orders', {});\n}",
      expect: ['client http method=POST url=https://orders.example.com/orders'],
    },
    {
      code: "import { HttpClient } from '@angular/common/http';\nexport function load(http: HttpClient) {\n  return http.request('PUT', 'https://orders.example.com/orders');\n}",
      expect: ['client http method=PUT url=https://orders.example.com/orders'],
    },
    { code: "import { HttpHeaders } from '@angular/common/http';\nnew HttpHeaders({ a: 'b' });", expect: [] },
  ],
});
