import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const MARKER = '.partnerdesk-sandbox';
const NAME = /^sandbox-[0-9a-f]{12}$/;

/**
 * Makes a folder of this sandbox's own, because its stand-ins begin anew at every start and an older store would know of
 * changes that they do not. Folders of sandboxes that have ended are removed; nothing else is ever touched.
 *
 * @param dataDir DATA_DIR, made when it does not exist
 */
export async function makeDataFolder(dataDir: string): Promise<string> {
  const parent = resolve(dataDir);
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const old = join(parent, name);
    if (NAME.test(name) && (await hasEnded(old))) await rm(old, { recursive: true, force: true });
  }
  const folder = join(parent, `sandbox-${randomBytes(6).toString('hex')}`);
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, MARKER), String(process.pid));
  return folder;
}

/** Whether a folder bears our mark and the process that made it is gone. */
async function hasEnded(folder: string): Promise<boolean> {
  const mark = await readFile(join(folder, MARKER), 'utf8').catch(() => '');
  if (!/^\d+$/.test(mark)) return false;
  try {
    process.kill(Number(mark), 0);
    return false;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH';
  }
}
