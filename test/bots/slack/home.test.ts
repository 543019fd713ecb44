import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { Turn } from '../../../core/turn.js';
import { card, person, refusing, request, tooLate } from './approval-answers.js';
import {
  type Bench,
  buttonOf,
  character,
  impatient,
  later,
  openBench,
  oscar,
  said,
  SOFIA_DM,
  sofia,
  textOf,
  until,
} from './slack-bench.js';

let bench: Bench;
const waiting: Answer = { type: 'approvals', toDecide: [], toReview: [], asked: [request()] };
beforeEach(async () => {
  bench = await openBench();
  bench.answerWith(() => waiting);
});
afterEach(() => bench.close());

const home = (who = sofia) => bench.slack.scene(who).home as { id: string; blocks: unknown[] } | undefined;
const modal = () => bench.slack.scene(sofia).modal;
const isHome = ({ act }: Turn) => act.type === 'action' && act.action.verb === 'home';
const open = () => bench.slack.act(sofia, { type: 'home' });
async function opened(): Promise<NonNullable<ReturnType<typeof home>>> {
  await open();
  return until(() => home());
}
/** Presses what shows a request, in the Home tab. */
const press = async () => {
  const { blocks } = await opened();
  return bench.slack.act(sofia, { type: 'pressInHome', ...buttonOf(blocks, 'change') });
};

describe('the Home tab', () => {
  it('shows what a person asked for and has to decide, when they open it', async () => {
    expect(textOf(await opened())).toContain('Contoso Ltd');
    expect(bench.turns).toMatchObject([
      {
        act: { type: 'action', action: { v: 1, verb: 'home' }, values: {} },
        user: { user: sofia.slackUser, standing: 'member' },
        place: { kind: 'personal', channel: SOFIA_DM, external: false },
      },
    ]);
  });

  it('is nobody else’s', async () => {
    await opened();
    expect(home(character('Admin agent'))).toBeUndefined();
  });

  it('is shown anew when it is opened again', async () => {
    const { id } = await opened();
    bench.answerWith(() => ({ type: 'approvals', toDecide: [], toReview: [], asked: [] }));
    await open();
    await until(() => !textOf(home()).includes('Contoso'));
    expect(home()?.id).toBe(id);
  });

  it('says that the desk is at work when the answer takes longer', async () => {
    bench = await impatient(bench);
    const { script, give } = later(waiting);
    bench.answerWith(script);
    expect(textOf(await opened())).not.toContain('Contoso');
    give();
    await until(() => textOf(home()).includes('Contoso'));
  });

  it('is filled by the next process when this one dies before the answer', async () => {
    bench.answerWith(() => new Promise(() => undefined));
    await open();
    bench.answerWith(() => waiting);
    await bench.restart();
    await until(() => textOf(home()).includes('Contoso'));
  });

  it('is published once the limit is over when Slack asks to wait', async () => {
    bench.slack.fault({ method: 'views.publish', retryAfter: 1 });
    await open();
    await until(() => textOf(home()).includes('Contoso'));
    expect(bench.turns).toHaveLength(1);
  });

  it('tells of a failure when Slack does not take the view of the answer', async () => {
    bench.slack.fault({ method: 'views.publish', error: 'invalid_arguments' });
    expect(textOf(await opened())).not.toContain('Contoso');
  });

  it('shows a guest the refusal and nothing else', async () => {
    bench.slack.alterUser(sofia.slackUser, { is_restricted: true });
    bench.answerWith(refusing(() => waiting));
    expect(textOf(await opened())).not.toContain('Contoso');
    expect(bench.turns).toMatchObject([{ user: { standing: 'guest' } }]);
  });

  it('is not there for people of other organisations', async () => {
    await bench.slack.act(oscar, { type: 'home' });
    expect(bench.turns).toEqual([]);
    expect(home(oscar)).toBeUndefined();
  });

  it('is opened once when Slack repeats the event', async () => {
    const event = { type: 'app_home_opened', user: sofia.slackUser, channel: SOFIA_DM, tab: 'home' };
    const body = { type: 'event_callback', team_id: 'T0PARTNER', event_id: 'Ev5', event };
    await bench.slack.sendJson(body);
    await bench.slack.sendJson({ ...body, event_time: 1 }, { 'x-slack-retry-num': '1' });
    expect(bench.turns).toHaveLength(1);
  });

  it.each([
    ['the tab of messages', { tab: 'messages' }, {}],
    ['a tab that is not named', { tab: undefined }, {}],
    ['another workspace', {}, { team_id: 'T0ELSE' }],
    ['another app', {}, { api_app_id: 'A0ELSE' }],
  ])('is left alone by an event of %s', async (_name, event, envelope) => {
    const opening = { type: 'app_home_opened', user: sofia.slackUser, channel: SOFIA_DM, tab: 'home', ...event };
    const body = { type: 'event_callback', team_id: 'T0PARTNER', event_id: 'Ev6', event: opening, ...envelope };
    expect((await bench.slack.sendJson(body)).status).toBe(200);
    expect(bench.turns).toEqual([]);
  });
});

describe('a button of the Home tab', () => {
  it('is answered in a modal, whatever its verb', async () => {
    const shown = await opened();
    bench.answerWith(() => card(person({ mayWithdraw: true })));
    await bench.slack.act(sofia, { type: 'pressInHome', ...buttonOf(shown.blocks, 'change') });
    await until(() => textOf(modal()?.view).includes('withdraw'));
    expect(home()).toEqual(shown);
    expect(said(bench.slack, sofia, SOFIA_DM)).toEqual([]);
    expect(bench.turns.at(-1)).toMatchObject({ act: { action: { verb: 'change', id: 'change-7' } } });
  });

  it('whose modal cannot be opened any more is answered in the own conversation', async () => {
    const shown = await opened();
    bench.slack.fault({ method: 'views.open', error: 'expired_trigger_id' });
    bench.answerWith(() => tooLate);
    await bench.slack.act(sofia, { type: 'pressInHome', ...buttonOf(shown.blocks, 'change') });
    await until(() => textOf(said(bench.slack, sofia, SOFIA_DM)).includes('Ada Nowak'));
  });

  it('has its later presses answered in the same modal', async () => {
    bench.answerWith((turn) => (isHome(turn) ? waiting : card(person({ mayWithdraw: true }))));
    await press();
    const first = await until(() => textOf(modal()?.view).includes('withdraw') && modal());
    bench.answerWith(() => tooLate);
    const { blocks } = first.view as { blocks: unknown };
    await bench.slack.act(sofia, { type: 'pressInModal', view: first.id, ...buttonOf(blocks, 'withdraw'), state: {} });
    await until(() => textOf(modal()?.view).includes('Ada Nowak'));
    expect(modal()?.id).toBe(first.id);
  });

  it('is followed by a fresh tab once something was done in its modal', async () => {
    bench.answerWith((turn) => (isHome(turn) ? waiting : card(person({ mayWithdraw: true }))));
    await press();
    const first = await until(() => textOf(modal()?.view).includes('withdraw') && modal());
    const nothing: Answer = { type: 'approvals', toDecide: [], toReview: [], asked: [] };
    bench.answerWith((turn) => (isHome(turn) ? nothing : tooLate));
    const { blocks } = first.view as { blocks: unknown };
    await bench.slack.act(sofia, { type: 'pressInModal', view: first.id, ...buttonOf(blocks, 'withdraw'), state: {} });
    await until(() => !textOf(home()).includes('Contoso'));
    expect(bench.turns.at(-1)).toMatchObject({
      act: { type: 'action', action: { verb: 'home' } },
      place: { kind: 'personal' },
    });
  });

  it('that carries nothing of ours is told to be out of date, in a modal', async () => {
    const view = await opened();
    const payload = {
      type: 'block_actions',
      team: { id: 'T0PARTNER' },
      user: { id: sofia.slackUser, team_id: 'T0PARTNER' },
      trigger_id: bench.slack.mintTrigger(sofia.slackUser),
      container: { type: 'view', view_id: view.id },
      view: { ...view, type: 'home', app_installed_team_id: 'T0PARTNER' },
      actions: [{ type: 'button', action_id: 'x', block_id: 'y', value: '{"v":9,"verb":"change","id":"change-7"}' }],
    };
    expect((await bench.slack.sendForm({ payload: JSON.stringify(payload) })).status).toBe(200);
    await until(() => modal());
    expect(bench.turns).toHaveLength(1);
  });
});
