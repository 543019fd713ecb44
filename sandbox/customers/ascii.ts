const cyrillic: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
};

/** Most names need no letter of the table. */
const foreign = new RegExp(`[${Object.keys(cyrillic).join('')}]`, 'g');

/**
 * A name as the label of a domain: Latin letters and digits only, at most 25 of them, which leaves room for a number
 * within the 27 of an `onmicrosoft` name.
 */
export function asciiLabel(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFC')
    .replace(foreign, (letter) => cyrillic[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, 25);
}
