import { messageContent, replaceContent } from './web-api.js';
import type { Json, Workspace } from './workspace.js';

/** What a response_url answers: HTTP status and text. */
export interface UrlReply {
  status: number;
  text: string;
}

/** How often one address may be used (docs.slack.dev/interactivity/handling-user-interaction). */
const MAX_USES = 5;

/**
 * Says something through a response_url. `replace_original` and `delete_original` concern the message whose button was
 * pressed; a slash command has none, and Slack then posts a new message (slackapi/bolt-python issue 1268).
 */
export function respond(token: string, args: Json | undefined, workspace: Workspace): UrlReply {
  const target = workspace.responses.get(token);
  if (!target) return { status: 404, text: 'no_service' };
  if (workspace.now() > target.expiresAt) return { status: 404, text: 'expired_url' };
  if (target.uses >= MAX_USES) return { status: 404, text: 'used_url' };
  const channel = workspace.channels.get(target.channel);
  if (!args || !channel) return { status: 400, text: 'invalid_payload' };

  const original = target.ts === undefined ? undefined : channel.messages.find((one) => one.ts === target.ts);
  if (args['delete_original'] === true && original) {
    target.uses += 1;
    channel.messages = channel.messages.filter((one) => one !== original);
    workspace.changed();
    return { status: 200, text: 'ok' };
  }
  const content = messageContent(args);
  if ('ok' in content) return { status: 400, text: String(content['error']) };
  target.uses += 1;
  if (args['replace_original'] === true && original) {
    replaceContent(original, content);
    workspace.changed();
  } else {
    const toAll = args['response_type'] === 'in_channel';
    workspace.post(channel, {
      user: workspace.team.botUser,
      ...content,
      ...(toAll ? {} : { ephemeralTo: target.user }),
    });
  }
  return { status: 200, text: 'ok' };
}
