import { h, link } from '../dom.js';

/**
 * Slack's `mrkdwn` as elements: *bold*, _italic_, ~struck~, `code`, links, mentions and quotes. Everything else is text.
 * (docs.slack.dev/messaging/formatting-message-text)
 */
export function mrkdwn(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) fragment.append(h('blockquote', {}, inline(quoted[1] ?? '')));
    else {
      fragment.append(inline(line));
      if (index < lines.length - 1) fragment.append(h('br'));
    }
  });
  return fragment;
}

const token =
  /`([^`]+)`|<([^<>]+)>|(?<![\p{L}\p{N}*])\*(\S|\S[^*]*\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(\S|\S[^_]*\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(\S|\S[^~]*\S)~(?![\p{L}\p{N}~])/gu;

function inline(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(token)) {
    fragment.append(unescapeEntities(text.slice(at, match.index)));
    at = match.index + match[0].length;
    const [, code, reference, bold, italic, struck] = match;
    if (code !== undefined) fragment.append(h('code', {}, unescapeEntities(code)));
    else if (reference !== undefined) fragment.append(refer(reference));
    else if (bold !== undefined) fragment.append(h('strong', {}, inline(bold)));
    else if (italic !== undefined) fragment.append(h('em', {}, inline(italic)));
    else if (struck !== undefined) fragment.append(h('s', {}, inline(struck)));
  }
  fragment.append(unescapeEntities(text.slice(at)));
  return fragment;
}

/** What stands between angle brackets: a user, a channel, everybody, a date, or a link. */
function refer(reference: string): Node {
  const [target = '', label] = reference.split('|');
  const shown = unescapeEntities(label ?? target);
  if (/^[@#!]/.test(target)) {
    const name = target.startsWith('!date^')
      ? shown
      : `${target.charAt(0).replace('!', '@')}${label ?? target.slice(1)}`;
    return h('span', { class: 'mention' }, unescapeEntities(name));
  }
  return link(unescapeEntities(target), shown);
}

/** The three characters that Slack asks apps to escape; `&amp;` last, so that `&amp;lt;` stays `&lt;`. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
