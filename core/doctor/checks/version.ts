import type { Check } from '../check.js';
import { found } from '../codes.js';
import { deskVersion } from '../desk-version.js';

/** @param running as in `process.versions.node` */
export function createVersionCheck(running = process.versions.node): Check {
  return {
    name: 'version',
    async run({ version }) {
      const need = deskVersion().node.replace(/^>=/, '');
      return [
        isOlder(running, need)
          ? found('nodeTooOld', { have: running, need })
          : found('ok', { desk: version, node: running }),
      ];
    },
  };
}

/** Compares versions of numbers; what is absent is 0. */
export function isOlder(version: string, than: string): boolean {
  const [have, need] = [version, than].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0));
  for (let place = 0; place < 3; place += 1) {
    const [a = 0, b = 0] = [have?.[place], need?.[place]];
    if (a !== b) return a < b;
  }
  return false;
}
