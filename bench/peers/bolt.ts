import { App } from '@slack/bolt';

/** Stock Bolt with its default HTTPReceiver: acknowledges a command and makes one Web API call. No store, no roles, no card. */
const app = new App({
  token: process.env['SLACK_BOT_TOKEN'] ?? '',
  signingSecret: process.env['SLACK_SIGNING_SECRET'] ?? '',
  clientOptions: { slackApiUrl: process.env['SLACK_API_URL'] ?? '' },
});
app.command('/partnerdesk', async ({ ack, client, command }) => {
  await ack();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not a window's
  await client.chat.postMessage({ channel: command.channel_id, text: `You said: ${command.text}` });
});
await app.start(Number(process.env['PORT']));
