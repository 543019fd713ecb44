import { type Random, seeded } from '../../sandbox/customers/random.js';

/** How the companies of one script are called: words made of syllables, trades, forms. */
interface Script {
  name: string;
  /** Of a hundred companies. */
  share: number;
  /** What stands in for a letter that is mistyped. */
  alphabet: string;
  syllables: readonly string[];
  trades: readonly string[];
  /** `{w}`: a made word, `{t}`: a trade. */
  patterns: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/u);
const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

const hanSigns = Array.from(
  '华中国东方大海天成金泰安宝瑞丰盛达信诚和平康健美佳乐福德利源兴隆昌龙凤云星辰光明启航创新远景博雅文思源智慧联合众力合一正元亨通顺亿万鼎恒久永嘉禾绿洲蓝翔飞鹏宇宙银河江山水木火土石林森峰岭川湖洋港湾城市都京沪深广南北西春夏秋冬梅兰竹菊松柏虎豹鹰马牛羊',
);

export const scripts: readonly Script[] = [
  {
    name: 'Latin',
    share: 50,
    alphabet: 'abcdefghijklmnopqrstuvwxyzéèñüöçß',
    syllables: words(
      'al an ar ba bel ber bor bri ca cam car cha co con cor da del den dor du el en er es fa fer fi flo for fra ga gar ger gra gu ha hal har hel hol in is ja jo ka kel ker la lan lau le lin lo lu ma mar mel men mi mon mor na nel ni nor o ol or pa par pe per pi por qui ra ran re ri ro ros ru sa san sch se sel si sol sta ster su ta tel ter ti tor tra tri u ul un va ver vi vo wa wel wi wood ya yo za zo é ñe ü ö ça',
    ),
    trades: words(
      'Analytics Bakery Bank Biotech Books Consulting Dental Design Energy Engineering Farms Foods Freight Games Health Hotels Insurance Labs Legal Logistics Media Motors Pharma Research Retail Robotics Security Software Studios Systems Telecom Transport Travel Ventures Wines Construcciones Transportes Muebles Boulangerie Éditions Société Maschinenbau Möbel Stahl Technik Panadería',
    ),
    patterns: [
      '{w} {t}',
      '{w} {t} Ltd',
      '{w} {w} {t} GmbH',
      '{w} & {w} SARL',
      "{t} de l'{w}",
      '{w} {t}, S.A.',
      '{w}, Inc.',
      '{w} {w}',
    ],
  },
  {
    name: 'Cyrillic',
    share: 16,
    alphabet: 'абвгдежзийклмнопрстуфхцчшщыьэюяё',
    syllables: words(
      'а ал ан бал бер бор ва вер во вос гар гра да дон до ел ен за зо и ин ка ки ком кра ла ле ли ло лу ма мос му на не но нов о об пе пол пра ра рос ру са се сиб со ста сто та те тех то тра у ур фе хим ца че ша э юг я яр ё',
    ),
    trades: words('Инвест Лес Логистика Маш Мебель Наука Пром Сервис Софт Строй Телеком Торг Хлеб Энерго Транс Банк'),
    patterns: ['ООО «{w}{t}»', 'АО «{w}»', 'ООО «{w} {t}»', '{w} {w}', 'ЗАО {w}-{t}'],
  },
  {
    name: 'Han',
    share: 20,
    alphabet: hanSigns.join(''),
    syllables: hanSigns,
    trades: words('科技 网络 贸易 电子 医药 食品 物流 建设 传媒 软件 教育 咨询 能源 机械 化工 服装 地产 金融'),
    patterns: [
      '{w}{t}有限公司',
      '北京{w}{t}有限公司',
      '上海{w}{t}股份有限公司',
      '深圳市{w}{t}有限公司',
      '{w}集团',
      '{w}{t}',
    ],
  },
  {
    name: 'Greek',
    share: 7,
    alphabet: 'αβγδεζηθικλμνξοπρστυφχψωάέίόύ',
    syllables: words(
      'α αν αρ βα γα δη δι ελ εν θε ι κα κο κρα λα λο μα μι μο να νι ξε ο πα πε πο ρα ρο σα στα τα τε το φι χα χρυ ω ά έ ίς',
    ),
    trades: words('Εμπορική Τεχνική Ναυτιλία Τρόφιμα Ξενοδοχεία Ενέργεια Μεταφορές Εκδόσεις'),
    patterns: ['{w} {t} Α.Ε.', '{w} ΕΠΕ', '{w} {w}', '{t} {w}'],
  },
  {
    name: 'Arabic',
    share: 7,
    alphabet: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
    syllables: words('ال با تا جا حم خا دا را زي سا شم صا طا عم غا فا قا كر لي ما نو ها وا يا مد رم سل نج قم بح'),
    trades: words('للتجارة للصناعة للبناء للنقل للأغذية للتقنية للسياحة للطاقة'),
    patterns: ['شركة {w} {t}', 'مؤسسة {w}', 'شركة {w} و{w}', '{w} {t}'],
  },
];

/** One made company. */
export interface Company {
  id: string;
  name: string;
  domain: string;
  script: Script;
}

/** As many companies as are wanted, in five scripts; the same for the same seed. */
export function* makeCompanies(seed: number, count: number): Generator<Company> {
  const random = seeded(seed);
  const ladder = scripts.flatMap((script) => Array.from({ length: script.share }, () => script));
  for (let made = 0; made < count; made += 1) {
    const script = random.pick(ladder);
    const name = random
      .pick(script.patterns)
      .replaceAll('{w}', () => madeWord(random, script))
      .replaceAll('{t}', () => (random.chance(0.5) ? random.pick(script.trades) : common(random, script.trades)));
    const label = name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z0-9]/gu, '')
      .slice(0, 20);
    // Where nothing of the name is left, a domain is made up, as people do whose names have no Latin letters.
    const own =
      label.length < 4
        ? madeWord(random, scripts[0] ?? script)
            .normalize('NFD')
            .replace(/[^a-z]/giu, '')
            .toLowerCase()
        : label;
    yield {
      id: random.guid(),
      name,
      domain: `${own}${made % 7 === 0 ? random.below(1_000) : ''}.onmicrosoft.com`,
      script,
    };
  }
}

/** Brands of Han signs have two to four, other words two to four syllables. */
function madeWord(random: Random, { syllables }: Script): string {
  const length = 2 + random.below(3);
  return capital(Array.from({ length }, () => random.pick(syllables)).join(''));
}

/** The first of a list far more often than the last. */
function common(random: Random, list: readonly string[]): string {
  return list[Math.floor(list.length * random.next() * random.next() * random.next())] ?? '';
}
