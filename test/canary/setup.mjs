import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Memory that looks like a disk, where Linux has it: a store on it waits for no disk, as it does at every commit else. */
const IN_MEMORY = '/dev/shm';
/** What a run needs at most, with plenty to spare, bytes. Containers have 64 MB unless told otherwise. */
const ROOM = 2_000_000_000;

/** Before a run: gives it a folder for everything that it writes, and one in it for what desks let out. */
export default function setup() {
  const folder = mkdtempSync(join(hasRoom() ? IN_MEMORY : tmpdir(), 'partnerdesk-run-'));
  globalThis.partnerdeskRun = { isOurs: process.env.TEST_OUTPUT === undefined };
  process.env.TMPDIR = folder;
  // Whoever names a folder searches it: .ci/run does so for all runs at once.
  process.env.TEST_OUTPUT ??= join(folder, 'output');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Else a run that is broken off ends without that.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
