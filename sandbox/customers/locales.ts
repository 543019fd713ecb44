/** How people, streets and companies are written in one country. Chinese words come with their pinyin for domains. */
export interface Naming {
  country: string;
  /** How many of a hundred customers are from here. */
  share: number;
  culture: string;
  language: string;
  first: string[];
  /** Patronymics of men; those of women end otherwise. */
  middle?: string[];
  last: string[];
  /** A street address: `{n}` is the house number. */
  streets: string[];
  /** `#` is a digit, `{a}` the area code of the place. */
  phone: string;
  /** The two halves of a company's name; `词=ci` carries its pinyin. */
  heads: string[];
  tails: string[];
  /** `{h}`, `{t}`, `{p}` (a family name), `{c}` (the city). */
  patterns: string[];
  /** Number of the company in its country's register, where the country wants one. */
  registration?: string;
}

const list = (words: string) => words.trim().split(/\s*,\s*/);

const englishHeads = list(
  'Alpine, Blue Yonder, Bright, Cascade, Copper, Coho, Ember, Evergreen, First Up, Fourth Coffee, Granite, Harbour, Humongous, Juniper, Lakeside, Lucerne, Maple, Margie, Meridian, Munson, Nod, Northwind, Oak, Pioneer, Proseware, Quill, Relecloud, Sable, Southridge, Summit, Tailspin, Trey, Vantage, Wide World, Wingtip, Woodgrove',
);
const englishTails = list(
  'Analytics, Bakeries, Bank, Biotech, Books, Consulting, Dental, Design, Energy, Engineering, Farms, Foods, Freight, Games, Health, Hotels, Insurance, Labs, Legal, Logistics, Media, Motors, Outfitters, Pharma, Research, Robotics, Software, Sports, Studios, Textiles, Toys, Travel, Vineyards',
);
const english = {
  first: list('Olivia, Liam, Emma, Noah, Ava, James, Mia, Lucas, Isla, Ethan, Grace, Owen, Chloe, Jack, Ruby, Samuel'),
  last: list(
    "Smith, Johnson, Brown, Taylor, O'Neill, Walker, Hughes, Carter, Patel, Murphy, Reed, Bennett, Cooper, Ward",
  ),
  heads: englishHeads,
  tails: englishTails,
};
const spanish = {
  first: list('Lucía, Hugo, Martina, Mateo, Paula, Daniel, Julia, Álvaro, Carmen, Diego, Elena, Íñigo'),
  last: list('García López, Fernández, Martínez Ruiz, Sánchez, Pérez Gil, Núñez, Romero, Ibáñez, Castro, Muñoz'),
  heads: list(
    'Andina, Bodegas, Construcciones, Distribuciones, Electrónica, Gráficas, Hermanos, Industrias, Joyería, Muebles, Panadería, Talleres, Transportes, Viajes',
  ),
  tails: list(
    'del Sur, del Norte, Cervantes, Solana, Peñalara, Ibérica, Almería, Buenavista, Montaña, La Niña, Miramar, Esperanza, Santa Fe',
  ),
};
const portuguese = {
  first: list('Beatriz, João, Mariana, Tiago, Inês, Rui, Sofia, André, Leonor, Gonçalo, Luísa, Estêvão'),
  last: list('Silva, Santos, Ferreira, Conceição, Magalhães, Guimarães, Sousa, Araújo, Lopes, Simões'),
  heads: list(
    'Águas, Cerâmicas, Confeitaria, Construções, Farmácia, Livraria, Metalúrgica, Padaria, Têxteis, Tipografia, Vinhos',
  ),
  tails: list('do Norte, da Serra, Atlântico, Boavista, São João, Coração, Ribeiro, Lusitânia, Primavera, Horizonte'),
};
const russian = {
  first: list('Анна, Дмитрий, Екатерина, Иван, Мария, Сергей, Ольга, Алексей, Татьяна, Павел'),
  middle: list('Игоревич, Сергеевич, Петрович, Алексеевич, Николаевич, Дмитриевич'),
  last: list('Иваненко, Черных, Седых, Коваленко, Шевчук, Долгих, Гончар, Бондаренко, Щербак, Ёлкин'),
  heads: list(
    'Восток, Север, Балтика, Волга, Гранит, Заря, Кедр, Маяк, Нева, Орион, Полюс, Радуга, Сокол, Урал, Феникс, Эталон, Янтарь',
  ),
  tails: list('Инвест, Лес, Логистика, Маш, Мебель, Наука, Пром, Сервис, Софт, Строй, Телеком, Торг, Хлеб, Энерго'),
};

export const namings: Naming[] = [
  {
    ...english,
    country: 'US',
    share: 24,
    culture: 'en-US',
    language: 'en',
    phone: '{a}55501##',
    streets: list(
      '{n} Pine Street, {n} Main Street, {n} Market Street, {n} 5th Avenue, {n} Lake View Drive, {n} Elm Court',
    ),
    patterns: list('{h} {t}, {h} {t} LLC, {h} {t} Inc., {p} & {h} {t}, {c} {t}'),
  },
  {
    ...english,
    country: 'GB',
    share: 11,
    culture: 'en-GB',
    language: 'en',
    phone: '020 7946 0###',
    streets: list('{n} High Street, {n} King Street, {n} Station Road, {n} Church Lane, {n} Mill Row'),
    patterns: list('{h} {t} Ltd, {h} {t} plc, {p} & Sons {t}, {c} {t} Ltd'),
  },
  {
    ...english,
    country: 'CA',
    share: 4,
    culture: 'en-CA',
    language: 'en',
    phone: '{a}55501##',
    streets: list('{n} Queen Street West, {n} Bay Street, {n} Granville Street'),
    patterns: list('{h} {t} Inc., {c} {t} Inc.'),
  },
  {
    country: 'DE',
    share: 11,
    culture: 'de-DE',
    language: 'de',
    phone: '+49 30 23125 ###',
    first: list('Anna, Lukas, Lea, Felix, Jürgen, Sophie, Jonas, Käthe, Björn, Marie, Günter, Clara'),
    last: list('Müller, Schmidt, Schäfer, Weiß, Köhler, Vogel, Krüger, Groß, Hoffmann, Jäger, von der Heide'),
    streets: list('Lindenstraße {n}, Hauptstraße {n}, Goethestraße {n}, Am Markt {n}, Schloßallee {n}'),
    heads: list(
      'Alpen, Berg, Donau, Elb, Feinkost, Glas, Holz, Küchen, Licht, Maschinenbau, Nord, Präzisions, Rhein, Süd, Wärme',
    ),
    tails: list('bau, druck, handel, logistik, möbel, planung, pumpen, software, stahl, technik, werke'),
    patterns: list('{h}{t} GmbH, {h}{t} AG, {p} {h}{t} GmbH & Co. KG, {h}{t} {c} eG'),
  },
  {
    country: 'FR',
    share: 11,
    culture: 'fr-FR',
    language: 'fr',
    phone: '01 99 00 ## ##',
    first: list('Camille, Louis, Chloé, Gabriel, Zoé, Raphaël, Léa, Jérôme, Inès, Hélène, Noël, Aïcha'),
    last: list('Martin, Lefèvre, Dubois, Moreau, Girard, Garçon, Benoît, Chevalier, François, Mercier, Desprès'),
    streets: list(
      "{n} rue de la République, {n} avenue Victor Hugo, {n} rue de l'Église, {n} boulevard Voltaire, {n} quai des Brumes",
    ),
    heads: list(
      'Ateliers, Boulangerie, Cabinet, Compagnie, Éditions, Établissements, Fromagerie, Laboratoires, Maison, Société, Transports, Vignobles',
    ),
    tails: list(
      "de l'Ouest, des Alpes, du Château, Mercier, Beauséjour, Horizon, Lumière, Océane, Saint-Éloi, Belle Époque, du Marché",
    ),
    patterns: list('{h} {t}, {h} {t} SARL, {h} {t} SAS, {h} {p} et Fils'),
  },
  {
    ...spanish,
    country: 'ES',
    share: 9,
    culture: 'es-ES',
    language: 'es',
    phone: '+34 910 000 ###',
    streets: list('Calle Mayor {n}, Avenida de la Constitución {n}, Calle de Alcalá {n}, Paseo del Prado {n}'),
    patterns: list('{h} {t} S.L., {h} {t} S.A., {h} {p}'),
  },
  {
    ...spanish,
    country: 'MX',
    share: 2,
    culture: 'es-MX',
    language: 'es',
    phone: '+52 55 5000 0###',
    streets: list('Avenida Juárez {n}, Calle Hidalgo {n}'),
    patterns: list('{h} {t} S.A. de C.V.'),
  },
  {
    ...portuguese,
    country: 'PT',
    share: 4,
    culture: 'pt-PT',
    language: 'pt-PT',
    phone: '+351 210 000 ###',
    streets: list('Rua Augusta {n}, Avenida da Liberdade {n}, Rua do Carmo {n}'),
    patterns: list('{h} {t} Lda., {h} {t} S.A.'),
  },
  {
    ...portuguese,
    country: 'BR',
    share: 4,
    culture: 'pt-BR',
    language: 'pt',
    phone: '+55 11 3000 0###',
    streets: list('Avenida Paulista {n}, Rua das Flores {n}, Rua da Assembleia {n}'),
    patterns: list('{h} {t} Ltda., {h} {p} S.A.'),
  },
  {
    country: 'CN',
    share: 9,
    culture: 'zh-CN',
    language: 'zh-CHS',
    phone: '010-5550-0###',
    first: list('伟, 芳, 娜, 敏, 静, 丽, 强, 磊, 洋, 艳, 晓明, 建国, 思远'),
    last: list('王, 李, 张, 刘, 陈, 杨, 黄, 赵, 周, 欧阳'),
    streets: list('中山路{n}号, 人民路{n}号, 建国路{n}号, 科技园南路{n}号, 解放大道{n}号'),
    heads: list(
      '华=hua, 东方=dongfang, 金龙=jinlong, 长城=changcheng, 鸿运=hongyun, 天宇=tianyu, 新世纪=xinshiji, 瑞丰=ruifeng, 博雅=boya, 启明=qiming, 恒信=hengxin',
    ),
    tails: list(
      '科技=keji, 贸易=maoyi, 电子=dianzi, 物流=wuliu, 食品=shipin, 软件=ruanjian, 医疗=yiliao, 建筑=jianzhu, 教育=jiaoyu',
    ),
    patterns: list('{c}{h}{t}有限公司, {h}{t}股份有限公司, {c}{h}{t}集团'),
  },
  {
    ...russian,
    country: 'RU',
    share: 8,
    culture: 'ru-RU',
    language: 'ru',
    phone: '+7 495 000-##-##',
    streets: list('ул. Ленина {n}, Невский проспект {n}, ул. Садовая {n}, Тверская ул. {n}'),
    patterns: list('ООО «{h}{t}», АО «{h}-{t}», ЗАО «{h}{t}»'),
    registration: '77########',
  },
  {
    ...russian,
    country: 'KZ',
    share: 3,
    culture: 'ru-RU',
    language: 'ru',
    phone: '+7 727 000 ## ##',
    streets: list('пр. Абая {n}, ул. Сатпаева {n}, пр. Достык {n}'),
    patterns: list('ТОО «{h}{t}», АО «{h} {t}»'),
    registration: '############',
  },
];
