import type { X509Certificate } from 'node:crypto';
import { pathLengthOf } from './certificate-file.js';
import type { Roots } from './certificate-roots.js';

/** Why a certificate is not believed. */
export type ChainProblem = 'untrusted' | 'expired' | 'notYetValid' | 'notMicrosoft' | 'key';

/** A certificate that leads to a root. `until`: when the first link of the chain expires, ms since the epoch. */
export interface Chain {
  leaf: X509Certificate;
  /** Who issued it, who issued that one, and so on: the root is the last. */
  above: readonly X509Certificate[];
  until: number;
}

/** Microsoft's chains have three links below the root at most. */
const MOST_LINKS = 5;

/** NIST SP 800-131A: RSA keys of fewer bits are not to be relied upon. */
const LEAST_KEY_BITS = 2048;

/**
 * Checks a certificate with which Partner Center signs: Microsoft's, with an RSA key, and valid up to a root, link by link
 * (names, key identifiers and signatures, the right to certify, dates, path length). Whether it was revoked is asked elsewhere (revocation.ts).
 *
 * @param given what came with it, in any order; the first that is no authority is the one in question
 * @param more issuers of a certificate, from elsewhere, when nothing that was given is its issuer
 * @param now ms since the epoch
 */
export async function checkChain(
  given: readonly X509Certificate[],
  { roots, more, now }: { roots: Roots; more: (of: X509Certificate) => Promise<X509Certificate[]>; now: number },
): Promise<Chain | ChainProblem> {
  const leaf = given.find(({ ca }) => !ca);
  if (!leaf) return 'untrusted';
  if (!isMicrosofts(leaf)) return 'notMicrosoft';
  const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
  if (asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_KEY_BITS) return 'key';

  /** Up from a certificate; `below`: how many authorities are underneath its issuer. */
  const climb = async (one: X509Certificate, below: number): Promise<Omit<Chain, 'leaf'> | ChainProblem> => {
    const { problem, until } = datesOf(one, now);
    if (problem || below > MOST_LINKS) return problem ?? 'untrusted';
    const issuers = (among: readonly X509Certificate[]) => among.filter((other) => issued(one, other, below));
    const found = issuers(await roots.named(one.issuer));
    const ends = found.map((root) => ({ root, ...datesOf(root, now) }));
    const end = ends.find((dates) => dates.problem === undefined);
    if (end) return { above: [end.root], until: Math.min(until, end.until) };
    let worst: ChainProblem = ends[0]?.problem ?? 'untrusted';
    const known = issuers(given);
    for (const issuer of known.length > 0 ? known : issuers(await more(one))) {
      const rest = await climb(issuer, below + 1);
      if (typeof rest !== 'string') return { above: [issuer, ...rest.above], until: Math.min(until, rest.until) };
      if (rest !== 'untrusted') worst = rest;
    }
    return worst;
  };
  const way = await climb(leaf, 0);
  return typeof way === 'string' ? way : { leaf, ...way };
}

/** Whether `issuer` issued `one`, and may: `checkIssued` compares names, key identifiers and the permitted use of the key. */
function issued(one: X509Certificate, issuer: X509Certificate, below: number): boolean {
  const may = issuer.ca && pathLengthOf(issuer) >= below && issuer.fingerprint256 !== one.fingerprint256;
  return may && one.checkIssued(issuer) && one.verify(issuer.publicKey);
}

/**
 * As documented, the issuer is of `O=Microsoft Corporation`. Microsoft's authorities also serve others, so that its subject has
 * to be of Microsoft or of microsoft.com besides. Node writes one attribute a line and escapes line breaks inside of them.
 */
function isMicrosofts({ issuer, subject }: X509Certificate): boolean {
  const organisation = 'O=Microsoft Corporation';
  const [issuers, subjects] = [issuer.split('\n'), subject.split('\n')];
  if (!issuers.includes(organisation)) return false;
  return subjects.includes(organisation) || subjects.some((line) => /^CN=(?:[\w*-]+\.)+microsoft\.com$/u.test(line));
}

function datesOf(
  { validFrom, validTo }: X509Certificate,
  now: number,
): { problem?: 'expired' | 'notYetValid'; until: number } {
  const [from, until] = [Date.parse(validFrom), Date.parse(validTo)];
  // Dates that cannot be read are no dates.
  if (!(from <= now)) return { problem: 'notYetValid', until };
  return now < until ? { until } : { problem: 'expired', until };
}
