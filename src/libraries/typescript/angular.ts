import { defineLibrary } from '../../core/library.js';

/** Angular: injection, and classes whose methods templates call. */
export const angular = defineLibrary({
  id: 'angular',
  language: 'typescript',
  url: 'https://angular.dev/guide/di',
  modules: ['@angular/core', '@angular/platform-browser', '@angular/platform-browser-dynamic', '@angular/router'],
  sightings: [
    { annotation: ['{Component,Directive,Pipe}'], effect: 'entry', makes: true, methods: ['*'] },
    {
      annotation: ['{NgModule,Component,Directive}'],
      effect: 'provide',
      list: { arg: 0, property: 'providers' },
      keys: { token: 'provide', class: 'useClass', factory: 'useFactory', value: 'useValue', inject: 'deps', same: 'useExisting' },
      include: { arg: 0, property: 'imports' },
    },
    {
      call: ['{bootstrapApplication,mergeApplicationConfig}'],
      effect: 'provide',
      list: { arg: 1, property: 'providers' },
      keys: { token: 'provide', class: 'useClass', factory: 'useFactory', value: 'useValue', inject: 'deps', same: 'useExisting' },
      eager: { arg: 0 },
    },
    { annotation: ['Inject'], effect: 'obtain', token: { arg: 0 } },
    { call: ['inject'], effect: 'obtain', token: { arg: 0 } },
    { new: ['InjectionToken'], effect: 'same', of: { arg: 0 } },
    { annotation: ['HostListener'], effect: 'entry' },
    { effect: 'entry', methods: ['ngOnInit', 'ngOnChanges', 'ngAfterViewInit', 'ngOnDestroy'] },
  ],
  examples: [
    {
      code: "import { Component } from '@angular/core';\nimport { HttpClient } from '@angular/common/http';\n@Component({ selector: 'app-orders', template: '' })\nexport class Orders {\n  constructor(private http: HttpClient) {}\n  ngOnInit() {\n    this.http.get('https://orders.example.com/orders');\n  }\n}",
      expect: ['client http method=GET url=https://orders.example.com/orders'],
    },
    { code: "import { Component } from '@angular/core';\n@Component({ selector: 'app-orders', template: '' })\nexport class Orders {}", expect: [] },
  ],
});
