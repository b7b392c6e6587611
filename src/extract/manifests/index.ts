import type { ManifestExtractor } from '../../core/extraction.js';
import { aspire } from './aspire/index.js';
import { azurePipelines } from './azure-pipelines/index.js';
import { backstage } from './backstage/index.js';
import { buildScripts } from './build-scripts/index.js';
import { caddy } from './caddy/index.js';
import { circleci } from './circleci/index.js';
import { cloudformation } from './cloudformation/index.js';
import { codeowners } from './codeowners/index.js';
import { compose } from './compose/index.js';
import { composeTags } from './compose-tags/index.js';
import { consul } from './consul/index.js';
import { consulGateway } from './consul-gateway/index.js';
import { dapr } from './dapr/index.js';
import { dockerBake } from './docker-bake/index.js';
import { dockerfile } from './dockerfile/index.js';
import { dotenv } from './dotenv/index.js';
import { dotnetConfig } from './dotnet-config/index.js';
import { dotnetProject } from './dotnet-project/index.js';
import { envoy } from './envoy/index.js';
import { fixedVersions } from './fixed-versions/index.js';
import { fly } from './fly/index.js';
import { gatewayApi } from './gateway-api/index.js';
import { githubActions } from './github-actions/index.js';
import { gitlabCi } from './gitlab-ci/index.js';
import { gradle } from './gradle/index.js';
import { haproxy } from './haproxy/index.js';
import { helm } from './helm/index.js';
import { ingress } from './ingress/index.js';
import { istio } from './istio/index.js';
import { jenkins } from './jenkins/index.js';
import { kong } from './kong/index.js';
import { krakend } from './krakend/index.js';
import { kubernetes } from './kubernetes/index.js';
import { maven } from './maven/index.js';
import { nginx } from './nginx/index.js';
import { nomad } from './nomad/index.js';
import { ocelot } from './ocelot/index.js';
import { packages } from './package/index.js';
import { procfile } from './procfile/index.js';
import { renderBlueprint } from './render-blueprint/index.js';
import { skaffold } from './skaffold/index.js';
import { springConfig } from './spring-config/index.js';
import { traefik } from './traefik/index.js';
import { travis } from './travis/index.js';

/** Every manifest extractor, sorted by id; a house test compares the list with the folders. */
export const manifestExtractors: readonly ManifestExtractor[] = [
  aspire,
  azurePipelines,
  backstage,
  buildScripts,
  caddy,
  circleci,
  cloudformation,
  codeowners,
  compose,
  composeTags,
  consul,
  consulGateway,
  dapr,
  dockerBake,
  dockerfile,
  dotenv,
  dotnetConfig,
  dotnetProject,
  envoy,
  fixedVersions,
  fly,
  gatewayApi,
  githubActions,
  gitlabCi,
  gradle,
  haproxy,
  helm,
  ingress,
  istio,
  jenkins,
  kong,
  krakend,
  kubernetes,
  maven,
  nginx,
  nomad,
  ocelot,
  packages,
  procfile,
  renderBlueprint,
  skaffold,
  springConfig,
  traefik,
  travis,
];
