/** Folders of tests: what stands there configures no deployment. */
const tests = /(^|\/)(src\/(test|it|integration|integrationtest|intTest|testFixtures)|tests?|target|build|bin|out|node_modules)\//i;
const own = /(^|\/)(application|bootstrap|microprofile-config)([._-][^/]*)?\.(ya?ml|properties)$/i;
const other = /\.(ya?ml|properties)$/i;
/** Files of other tools with these extensions. */
const foreign = /(^|\/)(gradle(-wrapper)?|messages?([_-][^/]*)?|log4j2?|sonar-project|maven-wrapper|lombok|pnpm-lock|pnpm-workspace|pubspec)\.[a-z]+$/i;

/** Whether a file's name says that a framework reads it as its configuration. */
export function isOwnName(path: string): boolean {
  return own.test(path);
}

/** Files worth a look: those, and any YAML or properties file, which may belong to the folder of a configuration server. */
export function mayBeConfiguration(path: string): boolean {
  return other.test(path) && !tests.test(path) && !foreign.test(path);
}

const roots = 'spring|server|eureka|management|feign|ribbon|zuul|hystrix|security|resilience4j|quarkus|micronaut|datasources';
const yamlRoot = new RegExp(String.raw`^["']?(?:${roots})["']?(?:\.[\w.-]+)?\s*:`, 'm');
const propertiesRoot = new RegExp(String.raw`^\s*(?:${roots})\.[\w.\[\]-]+\s*[=:]`, 'm');
const configFolder = /(^|\/)[^/]*config[^/]*\//i;

/**
 * Whether a file of any name is a service's part of a configuration repository: it sets what these frameworks set, or it stands in a folder
 * named for configuration and is no Kubernetes object.
 */
export function looksLikeConfiguration(path: string, text: string): boolean {
  if (/^apiVersion\s*:/m.test(text) && /^kind\s*:/m.test(text)) return false;
  const isProperties = path.toLowerCase().endsWith('.properties');
  return configFolder.test(path) || (isProperties ? propertiesRoot : yamlRoot).test(text);
}
