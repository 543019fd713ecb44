import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Character, PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { FOREIGN_TENANT, mriOf } from '../../../sandbox/teams/world.js';
import { CARD, cardMessage, openStage, oscar, sofia, type Stage } from './stage.js';

const gina: Character = { ...sofia, id: '0a000000-0000-4000-8000-000000000077', name: 'Gina', standing: 'guest' };
const crowd = Array.from({ length: 120 }, (_, index) => ({
  ...sofia,
  id: `0b000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
}));

let stage: Stage;
beforeEach(async () => {
  stage = await openStage([gina, ...crowd]);
});
afterEach(() => stage.close());

const thread = (changes: Record<string, unknown> = {}) =>
  stage.call('POST', '', {
    isGroup: true,
    bot: { id: '28:the-app' },
    channelData: { channel: { id: stage.room('channel') } },
    activity: cardMessage(),
    ...changes,
  });
const messagesIn = (kind: 'group' | 'channel') =>
  stage.teams.conversations.find((each) => each.kind === kind)?.messages ?? [];

describe('a new thread in a channel', () => {
  it('is a message that everybody there sees, and names its thread and its first message', async () => {
    const { status, answer } = await thread();
    const [message] = messagesIn('channel');
    expect(status).toBe(201);
    expect(answer).toEqual({ id: `${stage.room('channel')};messageid=${message?.id}`, activityId: message?.id });
    expect(stage.lastCard(sofia, stage.room('channel'))).toEqual(CARD);
  });

  it('can be changed by the ids that were given', async () => {
    const { answer } = await thread();
    const path = `/${encodeURIComponent(answer.id ?? '')}/activities/${String(answer['activityId'])}`;
    const changed = { ...CARD, body: [{ type: 'TextBlock', text: 'changed' }] };
    expect((await stage.call('PUT', path, cardMessage(changed))).status).toBe(200);
    expect(stage.lastCard(sofia, stage.room('channel'))).toEqual(changed);
  });

  it.each([
    ['in no channel', 404, 'ConversationNotFound', { channelData: { channel: { id: '19:none@thread.tacv2' } } }],
    ['without a message', 400, 'BadArgument', { activity: undefined }],
    ['with an empty message', 400, 'BadArgument', { activity: { type: 'message' } }],
    ['of more than 100 KB', 413, 'MessageSizeTooBig', { activity: cardMessage({ ...CARD, x: 'x'.repeat(60_000) }) }],
  ])('is refused %s', async (_name, status, code, changes) => {
    expect(await thread(changes)).toMatchObject({ status, answer: { error: { code } } });
    expect(messagesIn('channel')).toEqual([]);
  });

  it('is refused where the app is not installed', async () => {
    stage.teams.uninstall(stage.room('channel'));
    expect(await thread()).toMatchObject({ status: 403, answer: { error: { code: 'BotNotInConversationRoster' } } });
  });

  it('counts against the limit of messages', async () => {
    for (let count = 0; count < 7; count += 1) expect((await thread()).status).toBe(201);
    expect((await thread()).status).toBe(429);
  });
});

describe('a roster', () => {
  const page = async (kind: 'group' | 'channel', query = '') =>
    (await stage.call('GET', `/${encodeURIComponent(stage.room(kind))}/pagedmembers${query}`)).answer as {
      members?: { id: string; userRole: string; tenantId: string; aadObjectId: string }[];
      continuationToken?: string;
    };

  it('comes in pages of fifty at least, and names everybody once', async () => {
    const names: string[] = [];
    let next: string | undefined = '';
    const sizes: number[] = [];
    while (next !== undefined) {
      const { members = [], continuationToken } = await page('channel', `?pageSize=10&continuationToken=${next}`);
      sizes.push(members.length);
      names.push(...members.map(({ aadObjectId }) => aadObjectId));
      next = continuationToken;
    }
    expect(sizes).toEqual([50, 50, 25]);
    expect(new Set(names).size).toBe(125);
  });

  it('tells guests and people of other organisations apart, who are in the group chat and not in the channel', async () => {
    const outside = ({ members = [] }: Awaited<ReturnType<typeof page>>) =>
      members.filter(({ userRole, tenantId }) => userRole === 'guest' || tenantId !== PARTNER_TENANT);
    expect(outside(await page('group', '?pageSize=500'))).toMatchObject([
      { id: mriOf(oscar), tenantId: FOREIGN_TENANT, userRole: 'user' },
      { id: mriOf(gina), tenantId: PARTNER_TENANT, userRole: 'guest' },
    ]);
    expect(outside(await page('channel', '?pageSize=500'))).toEqual([]);
  });

  it('has user ids that tell nothing of the object ids', () => {
    expect(mriOf(sofia)).toMatch(/^29:1[\w-]{20,}$/);
    expect(mriOf(sofia)).not.toContain(sofia.id.replaceAll('-', ''));
    expect(mriOf(sofia)).not.toBe(mriOf(oscar));
  });
});
