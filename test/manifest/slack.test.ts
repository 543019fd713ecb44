import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REDIRECT_PATH } from '../../bots/slack/installations/pages.js';
import { EVENTS_PATH } from '../../bots/slack/path.js';
import { menuCommands } from '../../manifest/commands.js';
import { slackManifest } from '../../manifest/slack.js';
import { scopesOfEvent, scopesOfMethod, slackRules } from './slack-rules.js';

const manifest = slackManifest({ publicUrl: 'https://desk.example.com', partnerCloud: 'global', oauth: false });
const forMany = slackManifest({ publicUrl: 'https://desk.example.com', partnerCloud: 'global', oauth: true });
const [slash] = manifest.features.slash_commands;
const events: string[] = manifest.settings.event_subscriptions.bot_events;
const scopes: string[] = manifest.oauth_config.scopes.bot;

const folder = resolve(import.meta.dirname, '../../bots/slack');
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');
const found = (pattern: RegExp) => [...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

/** Web API methods that the bot calls: `interactive.views.open(…)` is views.open. */
const methods = found(/\b(?:interactive|notifying|client)\.((?:\w+\.)+\w+)\(/gu);
/** Events that the bot hears: `app.event('message', …)`. */
const heard = found(/\bapp\.event\(\s*'(\w+)'/gu);

describe('the Slack manifest', () => {
  it("keeps Slack's rules", () => {
    expect(slackRules.safeParse(manifest).error?.issues ?? []).toEqual([]);
  });

  it("keeps Slack's rules where workspaces install it by themselves", () => {
    expect(slackRules.safeParse(forMany).error?.issues ?? []).toEqual([]);
  });

  it('leads an install back to where the bot awaits it, and only where installs go through OAuth', () => {
    expect(forMany.oauth_config).toMatchObject({ redirect_urls: [`https://desk.example.com${REDIRECT_PATH}`] });
    expect(manifest.oauth_config).not.toHaveProperty('redirect_urls');
  });

  it('rotates tokens only where the desk gets them through OAuth', () => {
    expect([manifest, forMany].map(({ settings }) => settings.token_rotation_enabled)).toEqual([false, true]);
  });

  it('is held to those rules', () => {
    const features = { ...manifest.features, app_home: { ...manifest.features.app_home, tab: true } };
    expect(slackRules.safeParse({ ...manifest, features }).success).toBe(false);
  });

  it('sends everything to the address where the bot listens', () => {
    const { event_subscriptions, interactivity } = manifest.settings;
    const urls = [slash?.url, event_subscriptions.request_url, interactivity.request_url];
    expect(new Set(urls)).toEqual(new Set([`https://desk.example.com${EVENTS_PATH}`]));
  });

  it('lets people write to the bot', () => {
    const { messages_tab_enabled, messages_tab_read_only_enabled } = manifest.features.app_home;
    expect([messages_tab_enabled, messages_tab_read_only_enabled]).toEqual([true, false]);
  });

  it('shows a Home tab only when the bot fills it', () => {
    expect(manifest.features.app_home.home_tab_enabled).toBe(heard.includes('app_home_opened'));
  });
});

describe('the slash command', () => {
  it('is the one that the bot is asked by', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/partnerdesk']);
    expect(found(/\bapp\.command\((\/.*?\/u?),/gu)).toEqual(['/.*/u']);
  });

  it('hints at every command', () => {
    const hinted = slash?.usage_hint.slice(1, -1).split(' | ');
    expect(hinted).toEqual(menuCommands('global').map(({ usage }) => usage));
  });
});

describe('the events', () => {
  it('are those that the bot hears, no more and no fewer', () => {
    expect(heard.map((event) => (event === 'message' ? 'message.im' : event))).toEqual([...events].sort());
  });
});

describe('the scopes', () => {
  it('are known for every Web API method that the bot calls', () => {
    expect(methods.length).toBeGreaterThan(5);
    expect(methods.filter((method) => !(method in scopesOfMethod))).toEqual([]);
  });

  it('are exactly those that calls, events and commands need', () => {
    const needed = [
      'commands',
      ...methods.flatMap((method) => scopesOfMethod[method] ?? []),
      ...events.flatMap((event) => scopesOfEvent[event] ?? []),
    ];
    expect([...scopes].sort()).toEqual([...new Set(needed)].sort());
  });

  it('leave out of what is needed only what recognises a message after a crash', () => {
    const optional: string[] = manifest.oauth_config.scopes.bot_optional;
    const needed = scopes.filter((scope) => !optional.includes(scope));
    const seeking = ['conversations.history', 'conversations.open', 'conversations.replies'];
    const rest = methods
      .filter((method) => !seeking.includes(method))
      .flatMap((method) => scopesOfMethod[method] ?? []);
    const wanted = ['commands', ...rest, ...events.flatMap((event) => scopesOfEvent[event] ?? [])];
    expect([...needed].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('have e-mail addresses among them only when asked for, and then as optional ones', () => {
    expect(scopes).not.toContain('users:read.email');
    const { scopes: wanted } = slackManifest({
      publicUrl: 'https://desk.example.com',
      partnerCloud: 'global',
      oauth: false,
      email: true,
    }).oauth_config;
    expect(wanted.bot).toEqual([...scopes, 'users:read.email']);
    expect(wanted.bot_optional).toContain('users:read.email');
  });

  it('cannot be needed by a call that is written in another way', () => {
    expect(found(/(\.apiCall\(|slack\.com\/api\/\w)/gu)).toEqual([]);
  });
});
