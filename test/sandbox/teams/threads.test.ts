import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cardMessage, openStage, oscar, sofia, type Stage, tom } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const channel = () => stage.room('channel');
const start = async () => {
  const { answer } = await stage.call('POST', '', {
    isGroup: true,
    channelData: { channel: { id: channel() } },
    activity: cardMessage(),
  });
  return { thread: answer.id ?? '', root: String(answer['activityId']) };
};
const shown = (conversation = channel()) =>
  stage.teams.scene(tom).conversations.find(({ id }) => id === conversation)?.messages ?? [];

describe('a reply chain of a channel', () => {
  it('has what the bot sends to its address', async () => {
    const { thread, root } = await start();
    await stage.send(thread);
    expect(shown().map((message) => message.thread)).toEqual([undefined, root]);
  });

  it('has what the bot sends as a reply to one of its messages', async () => {
    const { thread, root } = await start();
    const { answer } = await stage.send(thread);
    const path = `/${encodeURIComponent(channel())}/activities/${String(answer.id)}`;
    expect((await stage.call('POST', path, cardMessage())).status).toBe(201);
    expect(shown().at(-1)).toMatchObject({ thread: root });
  });

  it('has what people say in it, and tells the bot where that was', async () => {
    const { thread, root } = await start();
    await stage.teams.act(sofia, { type: 'say', conversation: channel(), text: '@partnerdesk help', thread: root });
    expect(shown().at(-1)).toMatchObject({ thread: root, from: { bot: false } });
    expect(stage.heard.at(-1)?.body).toMatchObject({ conversation: { id: thread } });
  });

  it('takes a press on one of its replies for one in that chain', async () => {
    const { thread } = await start();
    const { answer } = await stage.send(thread);
    const pressed = {
      type: 'execute',
      conversation: channel(),
      message: String(answer.id),
      verb: 'v',
      data: {},
    } as const;
    await stage.teams.act(sofia, pressed);
    expect(stage.heard.at(-1)?.body).toMatchObject({ conversation: { id: thread } });
  });

  it('is no more once its first message was deleted', async () => {
    const { thread, root } = await start();
    await stage.call('DELETE', `/${encodeURIComponent(thread)}/activities/${root}`);
    expect(await stage.send(thread)).toMatchObject({
      status: 404,
      answer: { error: { code: 'ActivityNotFoundInConversation' } },
    });
  });

  it('is something that chats do not have', async () => {
    const { answer } = await stage.send(stage.room('group'));
    const path = `/${encodeURIComponent(stage.room('group'))}/activities/${String(answer.id)}`;
    await stage.call('POST', path, cardMessage());
    expect(shown(stage.room('group')).map((message) => message.thread)).toEqual([undefined, undefined]);
  });
});

describe('a team', () => {
  const teams = async (team: string) => {
    const bearer = `Bearer ${String((await stage.token()).body['access_token'])}`;
    const url = `${stage.teams.serviceUrl}v3/teams/${encodeURIComponent(team)}/conversations`;
    const response = await fetch(url, { headers: { authorization: bearer } });
    return { status: response.status, answer: (await response.json()) as { conversations?: object[] } };
  };

  it('names its channels to the bot, all but the general one, which clients translate', async () => {
    const { answer } = await teams('19:team@thread.tacv2');
    expect(answer.conversations).toMatchObject([
      { id: '19:team@thread.tacv2', name: null },
      { id: channel(), name: 'Customer desk' },
      { name: 'Renewals' },
    ]);
  });

  it('that is none, or has no app, names nothing', async () => {
    expect((await teams('19:other@thread.tacv2')).status).toBe(403);
  });
});

describe('a conversation', () => {
  it('from which somebody takes the app tells the bot so, and takes no more messages', async () => {
    await stage.teams.remove(channel());
    // Two requests side by side: either may come first.
    const told = stage.heard.map(({ body }) => body).sort((a, b) => String(b['type']).localeCompare(String(a['type'])));
    expect(told).toMatchObject([
      { type: 'installationUpdate', action: 'remove', conversation: { id: channel() } },
      { type: 'conversationUpdate', membersRemoved: [{ id: '28:the-app' }] },
    ]);
    expect((await stage.send(channel())).status).toBe(403);
    await stage.teams.install(channel());
    expect((await stage.send(channel())).status).toBe(201);
  });

  it('that somebody joins tells the bot so', async () => {
    await stage.teams.join(channel(), oscar);
    expect(stage.heard).toMatchObject([{ body: { type: 'conversationUpdate', membersAdded: [{}] } }]);
    expect(stage.teams.scene(oscar).conversations.map(({ id }) => id)).toContain(channel());
  });

  it('that was deleted is not found', async () => {
    const id = channel();
    stage.teams.removeConversation(id);
    expect(await stage.send(id)).toMatchObject({ status: 404, answer: { error: { code: 'ConversationNotFound' } } });
  });

  it('of colleagues only is among the chats and among the channels', () => {
    const rooms = stage.teams.conversations.filter(({ kind }) => kind !== 'personal');
    expect(rooms.filter(({ members }) => !members.includes(oscar.id)).map(({ name }) => name)).toEqual([
      'Customer desk',
      'Renewals',
      'Account managers',
    ]);
  });
});
