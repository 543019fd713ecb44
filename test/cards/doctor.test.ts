import { describe, expect, it } from '@jest/globals';
import { doctorJson, doctorText } from '../../cards/doctor-report.js';
import { toAdaptiveCard, toSlackMessage, toText } from '../../cards/render.js';
import { type FindingCode, severities } from '../../core/doctor/codes.js';
import { allFacts, doctorSamples, finding } from './doctor-samples.js';
import { english } from './samples.js';

const codes = Object.keys(severities) as FindingCode[];
const report = (code: FindingCode) => ({ at: 0, findings: [finding('store', code, allFacts('value'))] });

describe('the texts of the doctor', () => {
  it.each(codes)('%s leaves no hole open', (code) => {
    expect(doctorText(report(code), english)).not.toMatch(/\{\{|doctor\.found/u);
  });

  it('say of every problem and warning why it matters and how to fix it, each in its own words', () => {
    const troubles = codes.filter((code) => ['problem', 'warning'].includes(severities[code]));
    const words = troubles.map((code) => {
      const [printed] = (JSON.parse(doctorJson(report(code), english)) as { findings: Record<string, string>[] })
        .findings;
      expect(printed).toMatchObject({ why: expect.stringMatching(/\w.*\.$/u), fix: expect.stringMatching(/\w.*\.$/u) });
      return `${printed?.['what']} ${printed?.['why']}`;
    });
    // A clock is wrong in the same words as it is off; an expired credential is told of in the same words by whoever finds it.
    expect(new Set(words).size).toBeGreaterThanOrEqual(troubles.length - 1);
  });

  it('say words of the desk in the language of the reader, and times in their zone', () => {
    const text = toText(doctorSamples['doctor, a problem'] ?? { type: 'working' }, english);
    expect(text).toContain('The secret of the app in PARTNER_CLIENT_ID expires on Nov 20, 2026, 6:05');
    expect(text).toContain('Work is stuck in "requests" since');
  });

  it('keep a line a line, whatever a fact holds', () => {
    const nasty = {
      at: 0,
      findings: [finding('settings', 'settingWarning', { text: 'one\n✓ Store: \u202eIn order' })],
    };
    expect(doctorText(nasty, english).split('\n')[0]).toBe('! Settings: one ✓ Store: \ufffdIn order');
  });
});

describe('the card of the doctor', () => {
  const everything = doctorSamples['doctor, everything'] ?? { type: 'working' };

  it('tells the worst whole, and of the rest how many there are', () => {
    for (const drawn of [toAdaptiveCard(everything, english).card, toSlackMessage(everything, english)]) {
      const text = JSON.stringify(drawn);
      expect(text).toContain('To fix it: Install Node.js');
      expect(text).toMatch(/and \d+ more/u);
      expect(text).toContain('npm run doctor');
    }
  });
});
