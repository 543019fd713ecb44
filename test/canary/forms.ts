/** In how few bytes base64 and hex are still telling: shorter ones turn up by chance. */
const LEAST_BYTES = 6;

/**
 * The forms in which a text may stand in an output: as it is, in JSON (also in JSON within JSON, and in ASCII alone), in an
 * address or a form, in HTML, in base64 wherever it begins there, in hexadecimal digits.
 *
 * @returns each form once, by the name of the encoding that gives it
 */
export function formsOf(text: string): Map<string, string> {
  const forms = new Map<string, string>();
  const add = (encoding: string, form: string) => {
    if (!forms.has(form)) forms.set(form, encoding);
  };
  add('plain', text);
  add('JSON', inJson(text));
  add('JSON in JSON', inJson(inJson(text)));
  add('JSON in ASCII', ascii(inJson(text)));
  add('URL', encodeURIComponent(text));
  add('form', new URLSearchParams({ a: text }).toString().slice(2));
  add(
    'HTML',
    text.replace(/[&<>"']/gu, (mark) => `&${entities[mark]};`),
  );
  const bytes = Buffer.from(text);
  if (bytes.length < LEAST_BYTES) return forms;
  add('hex', bytes.toString('hex'));
  add('HEX', bytes.toString('hex').toUpperCase());
  for (const shift of [0, 1, 2]) {
    add('base64', within(bytes, shift, 'base64'));
    add('base64url', within(bytes, shift, 'base64url'));
  }
  return forms;
}

const entities: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const ascii = (text: string) =>
  text.replace(/[^ -~]/gu, (mark) =>
    Array.from({ length: mark.length }, (_, at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );

/** The characters of base64 that depend on these bytes alone, when so many others stand before them. */
function within(bytes: Buffer, shift: number, alphabet: 'base64' | 'base64url'): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  return whole.toString(alphabet).slice(Math.ceil((shift * 8) / 6), Math.floor((whole.length * 8) / 6));
}
