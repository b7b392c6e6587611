import { defineLibrary } from '../../core/library.js';

/** Passport strategies as classes: the framework calls `validate`. */
export const passport = defineLibrary({
  id: 'passport',
  language: 'typescript',
  url: 'https://docs.nestjs.com/recipes/passport',
  modules: [
    'passport-jwt',
    'passport-local',
    'passport-http',
    'passport-http-bearer',
    'passport-oauth2',
    'passport-github',
    'passport-github2',
    'passport-google-oauth20',
    'passport-facebook',
    'passport-headerapikey',
    'passport-custom',
    'passport-openidconnect',
    'passport-azure-ad',
    '@node-saml/passport-saml',
  ],
  sightings: [{ extends: ['Strategy', 'BasicStrategy', 'HeaderAPIKeyStrategy', 'BearerStrategy', 'default'], effect: 'entry', methods: ['validate'] }],
  examples: [
    {
      code: "import { Module } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { PassportStrategy } from '@nestjs/passport';\nimport { Strategy } from 'passport-jwt';\nexport class JwtStrategy extends PassportStrategy(Strategy) {\n  async validate() {\n    return fetch('http://identity/me');\n  }\n}\n@Module({ providers: [JwtStrategy] })\nexport class AppModule {}\nNestFactory.createApplicationContext(AppModule);",
      expect: ['client http method=GET url=http://identity/me'],
    },
    { code: "import { Strategy } from 'passport-local';\nnew Strategy({}, () => undefined);", expect: [] },
  ],
});
