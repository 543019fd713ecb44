/**
 * The little Markdown that Teams knows in a TextBlock (bold, italic, links, lists), as HTML for the card library.
 * Everything is escaped first, so a `<` is never markup, and a backslash takes the meaning from the character behind it.
 */
export function markdown(text: string): string {
  return text
    .split(/(?:\r?\n)+/)
    .map((line) => {
      const bullet = /^\s*[-*]\s+(.*)$/.exec(line);
      return bullet ? `• ${inline(bullet[1] ?? '')}` : inline(line);
    })
    .join('<br>');
}

const token =
  /\\([!-/:-@[-`{-~])|\[([^\]]+)\]\((https?:[^)\s]+)\)|\*\*(.+?)\*\*|(?<![\w*])[*_](?![\s*_])(.+?)(?<![\s\\])[*_](?![\w*])/g;

function inline(text: string): string {
  let html = '';
  let at = 0;
  for (const match of text.matchAll(token)) {
    html += escapeHtml(text.slice(at, match.index));
    at = match.index + match[0].length;
    const [, escaped, label, url, bold, italic] = match;
    if (escaped !== undefined) html += escapeHtml(escaped);
    else if (url !== undefined)
      html += `<a href="${escapeHtml(url)}" rel="noopener noreferrer">${inline(label ?? url)}</a>`;
    else if (bold !== undefined) html += `<strong>${inline(bold)}</strong>`;
    else html += `<em>${inline(italic ?? '')}</em>`;
  }
  return html + escapeHtml(text.slice(at));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
