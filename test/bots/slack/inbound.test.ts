import { describe, expect, it } from '@jest/globals';
import { assert, property, string } from 'fast-check';
import { plainWords, withoutMention } from '../../../bots/slack/inbound.js';

/** As Slack sends what was typed. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('the words of a Slack message', () => {
  it.each([
    ['find <http://contoso.com|contoso.com>', 'find contoso.com'],
    ['find <https://contoso.com/a>', 'find https://contoso.com/a'],
    ['find <mailto:a@contoso.com|a@contoso.com>', 'find a@contoso.com'],
    ['find <mailto:a@contoso.com>', 'find a@contoso.com'],
    ['find A &amp; B &lt;Ltd&gt;', 'find A & B <Ltd>'],
    ['find &amp;lt;', 'find &lt;'],
    ['ask <@U1> in <#C1|room>', 'ask <@U1> in <#C1|room>'],
  ])('%s is %s', (sent, typed) => {
    expect(plainWords(sent)).toBe(typed);
  });

  it('are what was typed, whatever that is', () => {
    assert(property(string({ unit: 'binary' }), (text) => plainWords(escaped(text)) === text));
  });

  it.each([
    ['<@U0BOT> find x', 'find x'],
    ['  <@U0BOT|partnerdesk>: find x', 'find x'],
    ['<@U0BOT>', ''],
    ['find x <@U0BOT>', 'find x'],
    ['please, <@U0BOT>, find x', 'please find x'],
    ['<@U0BOTTOM> find x', '<@U0BOTTOM> find x'],
    ['<@U0ADA> <@U0BOT> find x', '<@U0ADA> find x'],
  ])('lose the bot wherever it stands, and nobody else: %s', (sent, rest) => {
    expect(withoutMention(sent, 'U0BOT')).toBe(rest);
  });
});
