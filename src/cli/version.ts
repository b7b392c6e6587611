import { readFileSync } from 'node:fs';
import { packageFile } from './package-file.js';

/** Version in the package's own package.json. */
export function toolVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}
