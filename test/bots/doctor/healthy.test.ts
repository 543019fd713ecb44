import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkNames } from '../../../core/doctor/codes.js';
import { openWard, type Ward } from './ward.js';

jest.setTimeout(20_000);

let ward: Ward;
beforeAll(async () => {
  ward = await openWard();
});
afterAll(() => ward.close());

describe('the doctor beside a healthy desk', () => {
  it('finds no problem, and ends with 0', async () => {
    const { code, findings } = await ward.examine();
    expect(findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
    expect(code).toBe(0);
  });

  it('warns of what the desk could do without alone, and skips what it may not see', async () => {
    const { findings } = await ward.examine();
    const found = findings.filter(({ severity }) => severity !== 'ok').map(({ check, code }) => [check, code]);
    expect(found).toEqual([
      ['webhook', 'webhookNone'],
      ['teamsManifest', 'skippedPermission'],
    ]);
  });

  it('looks at everything, once', async () => {
    const { findings } = await ward.examine();
    expect(findings.map(({ check }) => check).sort()).toEqual([...checkNames].sort());
  });

  it('reads as text, with what, why and how to fix it', async () => {
    const { text } = await ward.read();
    expect(text).toContain('! Webhook: The tenant has no webhook registration');
    expect(text).toContain('    Why it matters: News of relationships comes late');
    expect(text).toContain('    To fix it: Run npm run webhook -- register');
    expect(text).toContain('✓ Store: In order');
    expect(text).toContain('Problems: 0 · warnings: 1');
  });

  it('has nothing more to say once the webhook is registered and tested', async () => {
    const { run } = await import('../../../bots/webhook/command-line.js');
    await run(['register'], ward.env, { pauseMs: 5 });
    const untested = await ward.examine();
    expect(untested.findings.find(({ check }) => check === 'webhook')).toMatchObject({ code: 'webhookUntested' });
    await run(['test'], ward.env, { pauseMs: 5 });
    const { findings } = await ward.examine();
    expect(findings.find(({ check }) => check === 'webhook')).toMatchObject({ code: 'ok' });
  });
});
