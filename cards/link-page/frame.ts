import { visible } from '../visible.js';
import { linkPageStyle } from './style.js';
import { texts } from './texts.js';

/** Placeholders are looked up once, so that a name with braces in it stays a name. */
export function fill(sentence: string, words: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (all, word: string) => words[word] ?? all);
}

/** @param text not escaped yet */
export function paragraph(text: string, style?: 'warning' | 'soft'): string {
  return `<p${style ? ` class="${style}"` : ''}>${escape(text)}</p>`;
}

/**
 * A whole document.
 *
 * @param body HTML, escaped already
 */
export function html(title: string, body: string[]): string {
  return `<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} – ${escape(texts.product)}</title>
<style>${linkPageStyle}</style>
</head>
<body>
<main>
<p class="product">${escape(texts.product)}</p>
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
