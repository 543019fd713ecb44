// Copies what tsc leaves behind (pages, styles, pictures) from the source folders to the same place under dist/.
import { cpSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const endings = new Set(['.html', '.css', '.svg', '.png', '.json', '.yaml', '.txt']);
const isAsset = (path) =>
  statSync(path).isDirectory() || (endings.has(extname(path)) && !path.endsWith('tsconfig.json'));

for (const folder of ['bots', 'core', 'cards', 'manifest', 'journal', 'sandbox', 'bench'])
  cpSync(folder, join('dist', folder), { recursive: true, filter: isAsset });
