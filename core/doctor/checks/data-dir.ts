import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { property } from '../../store/errors.js';
import type { Check } from '../check.js';
import { type Found, found } from '../codes.js';

const MEBIBYTE = 1024 * 1024;
/** SQLite's write-ahead log may grow to 64 MiB (core/store/sqlite.ts); with less than that left it fails soon. */
const FULL_MIB = 100;
const LOW_MIB = 1024;

/** File systems that are on another machine, by their magic number on Linux (statfs(2)). */
const networkDisks: Record<number, string> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x5346414f: 'AFS',
  0x01021997: '9P',
  0x00c36400: 'Ceph',
  0x0bd00bd0: 'Lustre',
};

/** Of which kind of network disk a file system is; undefined: of none that is known. @param type as `statfs` tells it */
export const networkDisk = (type: number): string | undefined => networkDisks[type >>> 0];

/** Whether the data folder can be written to, is on this machine, and has room. */
export const dataDir: Check = {
  name: 'dataDir',
  async run(patient) {
    const path = resolve(patient.storeConfig().dataDir);
    const existing = await nearest(path);
    try {
      if (!(await stat(existing)).isDirectory()) return [found('dataDirUnwritable', { path, reason: 'ENOTDIR' })];
      await access(existing, constants.W_OK | constants.X_OK);
    } catch (error) {
      return [found('dataDirUnwritable', { path, reason: String(property(error, 'code')) })];
    }
    const { type, bavail, bsize } = await statfs(existing);
    const kind = networkDisk(type);
    return [
      ...(kind ? [found('dataDirNetwork', { path, kind })] : []),
      ...room(path, Math.floor((bavail * bsize) / MEBIBYTE)),
    ];
  },
};

/** The folder, or what is there of the way to it: the desk makes the rest. */
async function nearest(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    (error: unknown) => property(error, 'code') !== 'ENOENT' && property(error, 'code') !== 'ENOTDIR',
  );
  return there || dirname(path) === path ? path : nearest(dirname(path));
}

export function room(path: string, freeMib: number): Found[] {
  if (freeMib >= LOW_MIB) return [];
  return [found(freeMib < FULL_MIB ? 'dataDirFull' : 'dataDirLow', { path, freeMib })];
}
