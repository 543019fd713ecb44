import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../core/answer.js';
import type { Button, Card } from '../../cards/card.js';
import { screen } from '../../cards/screens/index.js';
import { toText } from '../../cards/render.js';
import { voiceFor } from '../../cards/voice.js';
import { linkSamples } from './link-samples.js';
import { english } from './samples.js';

function sample(name: string): Answer {
  const answer = linkSamples[name];
  if (!answer) throw new Error(`no sample ${name}`);
  return answer;
}
const show = (name: string): Card => screen(sample(name), voiceFor(english));
const words = (name: string) => toText(sample(name), english);

/** Every button of a card, by what it asks for. */
function asked(card: Card): string[] {
  const inside = card.body.flatMap((element): Button[] => {
    if (element.type === 'choices') return element.items.map(({ button }) => button);
    return element.type === 'buttons' ? element.buttons : [];
  });
  return [...inside, ...card.buttons].flatMap(({ action }) =>
    action ? `${action.verb} ${action.id ?? ''}`.trim() : [],
  );
}

describe('whoami', () => {
  it('has a button for each link that can be ended, and says which cannot', () => {
    expect(asked(show('whoami with links'))).toEqual([
      'unlinking link-1',
      'unlinking link-2',
      'unlinking link-3',
      'help',
    ]);
    expect(words('whoami with links')).toMatch(/Slack: Tom B\. \(U0TOM\), workspace T0PARTNER/);
    expect(words('whoami with links')).toMatch(/Set in the configuration of partnerdesk[^]*U0GRACE/);
  });

  it('says that a link came of an e-mail address, without a sign-in', () => {
    expect(words('whoami with links')).toMatch(/e-mail address in Slack, without a sign-in/);
  });
});

describe('unlinking', () => {
  it('is asked about first, with the one button that does it', () => {
    expect(asked(show('unlinking here'))).toEqual(['unlink link-1', 'whoami']);
    expect(asked(show('removing a link'))).toEqual(['unlink link-3', 'links']);
    expect(words('unlinking here')).toMatch(/account that you are using now/);
    expect(words('removing a link')).toMatch(/no longer act as Tom Becker/);
  });

  it('says that other servers may take a minute, and here how to link again', () => {
    expect(words('unlinked elsewhere')).toMatch(/up to a minute/);
    expect(words('unlinked here')).toMatch(/say anything to partnerdesk here and sign in/);
    expect(asked(show('unlinked here'))).toEqual([]);
  });

  it('says why there is nothing to end', () => {
    expect(words('own links, none to end')).toMatch(/only whoever looks after it can change these/);
    expect(words('own links, of the tenant')).toMatch(/That is no link, and cannot be ended here/);
  });
});

describe("an admin's list", () => {
  it('has a button for each link that was made, the person in front, and another page', () => {
    const card = show('links');
    expect(asked(card)).toEqual(['unlinking link-1', 'unlinking link-2', 'unlinking link-3', 'links listing-1']);
    expect(words('links')).toMatch(/23 links/);
    expect(words('links')).toMatch(/by e-mail address, without a sign-in · since Nov 20, 2026/);
  });

  it('shows a person without a name by their id', () => {
    expect(words('links')).toContain('0a000000-0000-4000-8000-000000000002: Slack: U0GRACE');
  });
});

describe('news of a link', () => {
  it('has the button that ends it', () => {
    expect(asked(show('told of a link'))).toEqual(['unlinking link-1', 'whoami']);
  });

  it('is whole without what an older release left out', () => {
    expect(words('told of a link, of an older release')).toMatch(/Tom B\. now acts as you/);
    expect(asked(show('told of a link, of an older release'))).toEqual(['whoami']);
  });

  it('says who removed it, and to the chat user whom they are no more', () => {
    expect(words('told of an end by an administrator')).toMatch(/Ada Nowak/);
    expect(words('told of an end, oneself')).toMatch(/no longer acts as Tom Becker/);
    expect(asked(show('told of an end, oneself'))).toEqual([]);
  });
});

it('a code that was for another account tells whoever signed in what it would have done', () => {
  expect(words('a code for another account of mine')).toMatch(/Slack user Mallory act as you/);
  expect(words("a code that was somebody else's")).not.toMatch(/Mallory/);
});
