import type { Sighting } from '../../core/library.js';
import { defineLibrary } from '../../core/library.js';

/** What AngularJS modules and `$http` mean, its exports behind a prefix. */
export function angularjsSightings(prefix: string): readonly Sighting[] {
  return [
    { call: [`${prefix}module`], effect: 'handle', type: 'IModule' },
    {
      call: ['IModule.{controller,service,factory,directive,component,provider,filter}'],
      effect: 'handle',
      type: '$http',
      callbackParam: { arg: 1, param: '$http' },
    },
    { call: ['IModule.{run,config}'], effect: 'handle', type: '$http', callbackParam: { arg: 0, param: '$http' } },
    { call: ['IModule.*'], effect: 'same', of: { receiver: true } },
    {
      call: ['$http'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0, property: 'url' },
      parts: { method: { text: 'upper', of: { firstOf: [{ arg: 0, property: 'method' }, { literal: 'GET' }] } }, timeout: { arg: 0, property: 'timeout' } },
    },
    {
      call: ['$http.{get,delete,head,jsonp,post,put,patch}'],
      role: 'client',
      protocol: 'http',
      target: { arg: 0 },
      parts: { method: { method: true, upper: true } },
    },
  ];
}

/** AngularJS by the page's own `angular`: `$http` is injected by the name of the parameter. */
export const angularjs = defineLibrary({
  id: 'angularjs',
  language: 'typescript',
  url: 'https://docs.angularjs.org/api/ng/service/$http',
  modules: [],
  sightings: angularjsSightings('angular.'),
  examples: [
    {
      code: "const shop = angular.module('shop', []);\nshop.controller('orders', function ($scope, $http) {\n  $http({ url: '/api/orders', method: 'post' });\n  $http.get('/api/stock');\n});",
      expect: ['client http method=GET url=/api/stock', 'client http method=POST url=/api/orders'],
    },
    { code: "angular.module('shop', []).controller('orders', function ($scope) {\n  $scope.orders = [];\n});", expect: [] },
  ],
});
