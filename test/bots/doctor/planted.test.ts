import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { anchorFile } from '../../../core/journal/anchors.js';
import { severities } from '../../../core/doctor/codes.js';
import { characters } from '../../../sandbox/stand-in.js';
import { faults } from './planted/faults.js';
import { openWard, type Ward } from './ward.js';

jest.setTimeout(40_000);

let ward: Ward;
beforeAll(async () => {
  ward = await openWard();
  // A Sales agent is refused, which is the first entry of the journal; then it is chained and anchored.
  const sofia = characters.find(({ title }) => title === 'Sales agent');
  if (!sofia) throw new Error('there is a Sales agent');
  const chat = ward.slack.scene(sofia).channels.find(({ kind }) => kind === 'personal');
  await ward.slack.act(sofia, { type: 'say', channel: chat?.id ?? '', text: 'doctor' });
  while (!existsSync(anchorFile(ward.world.dataDir))) await setTimeout(50);
});
afterAll(() => ward.close());

describe('the doctor finds', () => {
  it.each(faults)('$name', async ({ check, code, facts = {}, fix, plant }) => {
    const planted = await plant(ward);
    try {
      const examined = await ward.examine(planted.env);
      const mine = examined.findings.find((one) => one.code === code && one.check === check);
      expect(mine ?? examined.findings.filter((one) => one.severity === 'problem')).toMatchObject({
        check,
        code,
        severity: severities[code],
        facts,
      });
      expect(mine?.fix).toMatch(fix);
      expect(mine?.why).not.toBe('');
      expect(examined.code).toBe(examined.findings.some(({ severity }) => severity === 'problem') ? 1 : 0);
      for (const secret of ward.secrets) expect(examined.text).not.toContain(secret);
      expect(examined.text).not.toMatch(/canary|\{\{|eyJ/iu);
    } finally {
      await planted.undo?.();
    }
  });

  it('nothing of them any more when all is mended', async () => {
    const { findings } = await ward.examine();
    expect(findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
  });
});
