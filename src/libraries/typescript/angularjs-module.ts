import { defineLibrary } from '../../core/library.js';
import { angularjsSightings } from './angularjs.js';

/** AngularJS, imported. */
export const angularjsModule = defineLibrary({
  id: 'angularjs-module',
  language: 'typescript',
  url: 'https://docs.angularjs.org/api/ng/service/$http',
  modules: ['angular'],
  sightings: angularjsSightings(''),
  examples: [
    {
      code: "import angular from 'angular';\nangular.module('shop', []).service('orders', ['$http', function ($http) {\n  $http.get('http://orders/orders');\n}]);",
      expect: ['client http method=GET url=http://orders/orders'],
    },
    { code: "import angular from 'angular';\nangular.module('shop', []).controller('orders', function ($scope) {\n  $scope.orders = [];\n});", expect: [] },
  ],
});
