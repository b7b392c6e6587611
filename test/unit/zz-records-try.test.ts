import { it } from 'vitest';
import { describeInteraction } from '../../src/link/index.js';
import { linkFiles } from '../support/link-source.js';
import { readFileSync } from 'node:fs';
it('try', async () => {
  for (const code of readFileSync('/tmp/rbtry/cases.txt', 'utf8').split('\n====\n')) {
    const linked = await linkFiles({ 'example.ts': code }, ['example.ts']);
    console.log(code + '\n--> ' + linked.interactions.map((i) => `${describeInteraction(i)} [${i.handle ?? ''}]`).join('\n--> ') + '\n' + JSON.stringify(linked.unresolved));
  }
});
