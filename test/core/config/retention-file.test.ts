import { describe, expect, it } from '@jest/globals';
import { parsePolicyFile } from '../../../core/config/policy-file.js';

const DAY_MS = 86_400_000;
const said = (yaml: string) => parsePolicyFile(yaml).problems.map(({ name, expected }) => `${name}: ${expected}`);

describe('retention in the policy file', () => {
  it('says how long each kind of thing is kept, and leaves the others as they are', () => {
    expect(parsePolicyFile('retention: { inbox: 7d, drafts: 12h, notices: 30d }\n').file.retention).toEqual({
      inbox: 7 * DAY_MS,
      drafts: DAY_MS / 2,
      notices: 30 * DAY_MS,
    });
    expect(parsePolicyFile('retention: { messages: 3d, recents: 90d }\n').file.retention).toEqual({
      outbox: 3 * DAY_MS,
      recents: 90 * DAY_MS,
    });
    for (const nothing of ['retention:\n', 'retention: {}\n', ''])
      expect(parsePolicyFile(nothing).file.retention ?? {}).toEqual({});
  });

  it('is refused where it is no time, or so short that something would happen twice', () => {
    expect(said('retention: { inbox: 7 }')).toEqual([
      'PARTNERDESK_CONFIG › retention › inbox: expected a time such as 90m, 12h or 3d',
    ]);
    expect(said('retention: { inbox: 23h, drafts: 30m, messages: 5h, notices: 1h }')).toEqual([
      'PARTNERDESK_CONFIG › retention › inbox: expected at least 1d: a platform or a client may repeat something for so long',
      'PARTNERDESK_CONFIG › retention › drafts: expected at least 1h: a form may be open for so long',
      'PARTNERDESK_CONFIG › retention › messages: expected at least 1d: what was sent is recognised by it',
      'PARTNERDESK_CONFIG › retention › notices: expected at least 1d: what was told is recognised by it',
    ]);
  });

  it('helps with a key that was misspelt, and says that the journal has none', () => {
    expect(said('retention: { notice: 30d }')).toEqual([
      'PARTNERDESK_CONFIG › retention › notice: is unknown; probably "notices" was meant',
    ]);
    expect(said('retention: { journal: 30d }')).toEqual([
      'PARTNERDESK_CONFIG › retention › journal: is unknown; known here: inbox, drafts, messages, notices, recents',
    ]);
    expect(said('retention: 30d')).toEqual([
      'PARTNERDESK_CONFIG › retention: expected inbox, drafts, messages, notices, recents',
    ]);
  });
});
