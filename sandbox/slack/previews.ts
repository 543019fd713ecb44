import { blockProblems } from './limits.js';
import { linksIn } from './manifest.js';
import { type Method, refuse, text } from './method.js';
import { asText, type Json, withIds } from './workspace.js';

/** `chat.unfurl`: previews under links of a message, whose URLs the app was told of. */
export const unfurl: Method = (args, workspace) => {
  const channel = workspace.channels.get(text(args, 'channel'));
  const message = channel?.messages.find(({ ts }) => ts === text(args, 'ts'));
  if (!message) return refuse('cannot_unfurl_message');
  const unfurls = readUnfurls(args['unfurls']);
  if (!unfurls || Object.keys(unfurls).length === 0) return refuse('missing_unfurls');
  const known = linksIn(asText(message.text)).map(({ url }) => url);
  if (Object.keys(unfurls).some((url) => !known.includes(url))) return refuse('cannot_unfurl_url');
  const problems = Object.values(unfurls).flatMap((one) => blockProblems(one['blocks']));
  if (problems.length > 0) return refuse('invalid_unfurls_format', problems);
  message.previews = Object.entries(unfurls).map(([url, one]) => ({
    url,
    blocks: (one['blocks'] as Json[]).map(withIds),
  }));
  workspace.changed();
  return { ok: true };
};

/** JSON, or the text of it where the call was a form. */
function readUnfurls(given: unknown): Record<string, Json> | undefined {
  try {
    const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return typeof value === 'object' && value !== null ? (value as Record<string, Json>) : undefined;
  } catch {
    return undefined;
  }
}
