import { report, searchFolder } from './search.js';

// node --import ./test/core/store/ts.mjs test/canary/run.ts <folder>: ends with 1 when a canary is in it, or nothing at all.

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('which folder?');
const searched = searchFolder(folder);
process.stdout.write(`${report(searched)}\n`);
process.exitCode = searched.found.length > 0 || searched.bytes === 0 ? 1 : 0;
