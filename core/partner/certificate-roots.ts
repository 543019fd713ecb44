import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import type { Log } from '../log.js';
import { readCertificates } from './certificate-file.js';

/** The root certificates that are believed. */
export interface Roots {
  /** Those that bear the name of this certificate's issuer. */
  named(issuer: string): Promise<X509Certificate[]>;
}

// Parsing all of Node's roots takes 20 ms: others get their turn in between.
const STEP = 24;

/**
 * Node's own roots, and those of PARTNER_WEBHOOK_CA_FILE. The file is read each time, because whoever makes it (a stand-in)
 * may do so long after the start; that is once an hour at most.
 */
export function createRoots({ authorityFile, log }: { authorityFile?: string | undefined; log: Log }): Roots {
  let system: Promise<X509Certificate[]> | undefined;

  async function ownRoots(): Promise<X509Certificate[]> {
    if (authorityFile === undefined) return [];
    const file = await readFile(authorityFile).catch(() => undefined);
    const roots = file ? readCertificates(file) : [];
    if (roots.length === 0) log.error('PARTNER_WEBHOOK_CA_FILE cannot be read, or holds no certificate');
    return roots;
  }

  return {
    async named(issuer) {
      system ??= systemRoots();
      const all = [...(await system), ...(await ownRoots())];
      return all.filter(({ subject }) => subject === issuer);
    },
  };
}

async function systemRoots(): Promise<X509Certificate[]> {
  const roots: X509Certificate[] = [];
  for (const [index, pem] of rootCertificates.entries()) {
    if (index % STEP === STEP - 1) await setImmediate();
    roots.push(new X509Certificate(pem));
  }
  return roots;
}
