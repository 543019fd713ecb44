import { localeOf } from '../languages.js';
import { type Texts, textsIn } from '../texts.js';
import { visible } from '../visible.js';
import { linkPageStyle } from './style.js';

/** The program's own name, which no language translates. */
const PRODUCT = 'partnerdesk';

/** @param text not escaped yet */
export function paragraph(text: string, style?: 'warning' | 'soft'): string {
  return `<p${style ? ` class="${style}"` : ''}>${escape(text)}</p>`;
}

/**
 * A whole document in one language.
 *
 * @param locale BCP 47; English where its language is none of ours
 * @param write gives the title, and the body as HTML, escaped already
 */
export function document(locale: string, write: (t: Texts) => { title: string; body: string[] }): string {
  const { language } = localeOf(locale);
  const { title, body } = write(textsIn(language));
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} – ${PRODUCT}</title>
<style>${linkPageStyle}</style>
</head>
<body>
<main>
<p class="product">${PRODUCT}</p>
<h1>${escape(title)}</h1>
${body.join('\n')}
</main>
</body>
</html>
`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
