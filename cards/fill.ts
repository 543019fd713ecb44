const HOLE = /\{\{(\w+)\}\}/;
const HOLES = /\{\{(\w+)\}\}/g;
const WIDE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。、：；！？（）《》“”‘’「」]`;
const beginsWide = new RegExp(`^${WIDE}`, 'u');
const beginsBlankWide = new RegExp(`^ ${WIDE}`, 'u');
const endsWide = new RegExp(`${WIDE}$`, 'u');
const endsWideBlank = new RegExp(`${WIDE} $`, 'u');

/** Gives what is to stand in a hole, or undefined: then it stays open. */
type ValueOf = (name: string) => string | undefined;

/** Puts values into a text, once: a customer may well be called "{{name}}" or "$t(help.title)". */
export function fill(text: string, valueOf: ValueOf): string {
  return text.replace(HOLES, (hole, name: string) => valueOf(name) ?? hole);
}

/**
 * The same for a language that is written without blanks. Its texts have one around each hole, as there is one beside Latin letters
 * and digits: "更新 Contoso 的帐户". Between two of its own signs there is none: 更新世纪互联的帐户. A value keeps all its blanks.
 */
export function fillJoined(text: string, valueOf: ValueOf): string {
  let filled = '';
  let blank = false;
  for (const [index, part] of text.split(HOLE).entries()) {
    // Every second part is the name of a hole.
    if (index % 2 === 0) {
      const close = beginsBlankWide.test(part) && endsWide.test(filled.slice(-2));
      filled += close ? part.slice(1) : part;
      blank = part.endsWith(' ');
    } else {
      const value = valueOf(part) ?? `{{${part}}}`;
      if (blank && beginsWide.test(value) && endsWideBlank.test(filled.slice(-3))) filled = filled.slice(0, -1);
      filled += value;
      blank = false;
    }
  }
  return filled;
}

/** Whether a language (BCP 47) is written without blanks. */
export function isWrittenJoined(language: string): boolean {
  return ['Hans', 'Hant', 'Jpan'].includes(new Intl.Locale(language).maximize().script ?? '');
}
