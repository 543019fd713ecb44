import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { characters } from '../../../sandbox/stand-in.js';
import { openWard, type Ward } from './ward.js';

jest.setTimeout(40_000);

let ward: Ward;
beforeAll(async () => {
  ward = await openWard();
});
afterAll(() => ward.close());

type Platform = 'slack' | 'teams';

const called = (title: string) => {
  const one = characters.find((character) => character.title === title);
  if (!one) throw new Error(`there is no ${title}`);
  return one;
};

function heard(platform: Platform, who: (typeof characters)[number]): string[] {
  if (platform === 'teams') {
    const chat = ward.teams.scene(who).conversations.find(({ kind }) => kind === 'personal');
    return (chat?.messages ?? []).filter(({ from }) => from.bot).map(({ card }) => JSON.stringify(card ?? ''));
  }
  const channel = ward.slack.scene(who).channels.find(({ kind }) => kind === 'personal');
  return (channel?.messages ?? []).filter(({ from }) => from.bot).map(({ blocks }) => JSON.stringify(blocks ?? []));
}

/** Says it in their own chat, and waits until a new message of the desk holds the words. */
async function say(platform: Platform, who: (typeof characters)[number], text: string, words: string): Promise<string> {
  const before = heard(platform, who).length;
  if (platform === 'teams')
    await ward.teams.act(who, { type: 'say', conversation: ward.teams.personalOf(who).id, text });
  else {
    const channel = ward.slack.scene(who).channels.find(({ kind }) => kind === 'personal');
    await ward.slack.act(who, { type: 'say', channel: channel?.id ?? '', text });
  }
  for (;;) {
    const answer = heard(platform, who)
      .slice(before)
      .find((one) => one.includes(words));
    if (answer !== undefined) return answer;
    await setTimeout(30);
  }
}

const platforms: Platform[] = ['slack', 'teams'];
const asked = platforms.flatMap((platform) => ['Admin agent', 'Global admin'].map((title) => ({ platform, title })));

it.each(asked)('a $title in $platform reads how the desk is', async ({ platform, title }) => {
  const answer = await say(platform, called(title), 'doctor', 'How the desk is');
  expect(answer).toContain('No problem was found.');
  for (const secret of ward.secrets) expect(answer).not.toContain(secret);
});

it.each(platforms)('a Sales agent in %s is refused', async (platform) => {
  const answer = await say(platform, called('Sales agent'), 'doctor', 'Admin agent');
  expect(answer).not.toContain('How the desk is');
});

it.each(platforms)(
  'while Partner Center is slow, %s is told that the desk is at work, and others are served',
  async (platform) => {
    const [admin, helper] = [called('Admin agent'), called('Helpdesk agent')];
    const reports = () => heard(platform, admin).filter((one) => one.includes('How the desk is')).length;
    const before = reports();
    ward.world.partnerCenter.faults.pause();
    await say(platform, admin, 'health', 'Working on it');
    await say(platform, helper, 'help', 'What partnerdesk can do');
    expect(reports()).toBe(before);
    ward.world.partnerCenter.faults.resume();
    while (reports() === before) await setTimeout(30);
  },
);
