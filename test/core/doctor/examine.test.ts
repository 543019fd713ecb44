import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Check, Skipped } from '../../../core/doctor/check.js';
import { networkDisk, room } from '../../../core/doctor/checks/data-dir.js';
import { createVersionCheck, isOlder } from '../../../core/doctor/checks/version.js';
import { claimsOf } from '../../../core/doctor/claims.js';
import { found } from '../../../core/doctor/codes.js';
import { examine, tally } from '../../../core/doctor/examine.js';
import { createInstanceProof } from '../../../core/doctor/instance.js';
import { createPatient } from '../../../core/doctor/patient.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';

/** Before the first start: wrong settings, no store. */
const nobody = createPatient({
  settings: { problems: [] },
  store: { fault: 'missing' },
  version: '1.2.3',
  log: createLog('silent'),
  metrics: createMetrics(),
  now: () => 5,
});

const check = (name: Check['name'], run: Check['run']): Check => ({ name, run });
const well = check('clocks', async () => []);

describe('an examination', () => {
  it('goes on when a check throws, and does not repeat what it threw', async () => {
    const thrown = check('store', async () => {
      throw new TypeError('canary: the password is 123');
    });
    const report = await examine([thrown, well], nobody);
    expect(report.findings.map(({ code, facts }) => [code, facts])).toEqual([
      ['checkFailed', { error: 'TypeError' }],
      ['ok', {}],
    ]);
  });

  it('goes on when a check throws before it begins, and when one hangs', async () => {
    const early = check('store', () => {
      throw new Error('early');
    });
    const hanging = check('journal', () => new Promise(() => undefined));
    const { findings } = await examine([early, hanging, well], nobody, 20);
    expect(findings.map(({ code }) => code)).toEqual(['checkFailed', 'checkSlow', 'ok']);
  });

  it('says what a check lacks', async () => {
    const lacking = [
      check('webhook', async (patient) => (patient.config(), [])),
      check('keys', async (patient) => (patient.db(), [])),
      check('slackDoor', async () => {
        throw new Skipped('skippedPlatform', { platform: 'Slack' });
      }),
    ];
    const report = await examine(lacking, nobody);
    expect(report.findings.map(({ code }) => code)).toEqual(['skippedStore', 'skippedSettings', 'skippedPlatform']);
    expect(tally(report)).toEqual({ problem: 0, warning: 0, skipped: 3, ok: 0 });
  });

  it('tells problems first, whatever order they were found in', async () => {
    const checks = [
      well,
      check('publicUrl', async () => [found('publicUrlLocal'), found('publicUrlUnreachable')]),
      check('store', async () => [found('storeBehind')]),
    ];
    const { at, findings } = await examine(checks, nobody);
    expect(at).toBe(5);
    expect(findings.map(({ code }) => code)).toEqual(['storeBehind', 'publicUrlUnreachable', 'publicUrlLocal', 'ok']);
  });
});

describe('what single checks judge', () => {
  it.each([
    ['20.18.3', '20.19', true],
    ['20.19.0', '20.19', false],
    ['22.1', '20.19', false],
    ['9.9.9', '20.19', true],
    ['20.19', '20.19.1', true],
  ])('%s is older than %s: %s', (version, than, older) => {
    expect(isOlder(version, than)).toBe(older);
  });

  it('finds a Node.js that is too old', async () => {
    expect(await createVersionCheck('18.20.4').run(nobody)).toMatchObject([{ code: 'nodeTooOld' }]);
    expect(await createVersionCheck('20.19.0').run(nobody)).toEqual([found('ok', { desk: '1.2.3', node: '20.19.0' })]);
  });

  it('knows network disks, and how much room there is', () => {
    expect([networkDisk(0x6969), networkDisk(0xff534d42 | 0), networkDisk(0xef53)]).toEqual(['NFS', 'CIFS', undefined]);
    expect([room('/d', 50), room('/d', 500), room('/d', 5000)].map(([one]) => one?.code)).toEqual([
      'dataDirFull',
      'dataDirLow',
      undefined,
    ]);
  });

  it('takes a token that cannot be read for one that says nothing', () => {
    expect([claimsOf('opaque'), claimsOf(''), claimsOf('a.b.c')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the proof that an address leads to this desk', () => {
  const [one, other] = [randomBytes(32), randomBytes(32)];
  const nonce = randomBytes(24).toString('base64url');
  const proof = createInstanceProof([one]).prove(nonce) ?? '';

  it('holds for whoever has the key, also as a former one', () => {
    expect(createInstanceProof([one]).check(nonce, proof)).toBe(true);
    expect(createInstanceProof([other, one]).check(nonce, proof)).toBe(true);
  });

  it('does not hold for another key, another nonce or nothing', () => {
    expect(createInstanceProof([other]).check(nonce, proof)).toBe(false);
    expect(createInstanceProof([one]).check(`${nonce}x`, proof)).toBe(false);
    expect(createInstanceProof([one]).check(nonce, '')).toBe(false);
  });

  it.each(['', 'short', 'x'.repeat(65), '{}'.repeat(20)])('signs nothing that is no nonce: %j', (text) => {
    expect(createInstanceProof([one]).prove(text)).toBeUndefined();
  });
});
