import { describe, expect, it } from '@jest/globals';
import { textsIn } from '../../cards/texts.js';
import { understand } from '../../cards/understand/understand.js';
import type { CommandName } from '../../core/turn.js';
import type { WatchWish } from '../../core/watch/watch.js';

const read = (text: string) => understand(text, 'ru-RU');
const wishOf = (text: string): Partial<WatchWish> | undefined => {
  const act = read(text);
  if (act.type !== 'command' || act.wish === undefined) return undefined;
  const { topic, ...wish } = act.wish;
  return topic === 'changes' ? wish : { topic, ...wish };
};
const at = (hours: number, minutes = 0) => ({ every: 'day', at: hours * 60 + minutes }) as const;

describe('a command in Russian', () => {
  const texts: [string, CommandName, string][] = [
    ['клиенты', 'customers', ''],
    ['Покажи всех клиентов!', 'customers', ''],
    ['найди клиента Ёлка', 'find', 'Ёлка'],
    ['найти ООО «Ромашка»', 'find', 'ООО «Ромашка»'],
    ['Привет! найди контосо', 'find', 'контосо'],
    ['клиент «Рога и копыта»', 'account', 'Рога и копыта'],
    ['ОТКРОЙ КЛИЕНТА Контосо', 'account', 'Контосо'],
    ['Пожалуйста, обнови Контосо', 'update', 'Контосо'],
    ['хочу изменить данные клиента Контосо', 'update', 'Контосо'],
    ['разрешения Контосо', 'permission', 'Контосо'],
    ['мои запросы', 'approvals', ''],
    ['покажи историю контосо', 'history', 'контосо'],
    ['кто я?', 'whoami', ''],
    ['привязать 123 456', 'link', '123456'],
    ['отвязать', 'unlink', ''],
    ['привязки Анна', 'links', 'Анна'],
    ['за чем следим?', 'watches', ''],
    ['диагностика', 'doctor', ''],
    ['что ты умеешь?', 'help', ''],
    ['сменить язык на английский', 'language', 'en'],
    ['update Контосо', 'update', 'Контосо'],
  ];

  it.each(texts)('reads “%s”', (text, command, argument) => {
    expect(read(text)).toMatchObject({ type: 'command', command, argument });
  });

  it.each([
    ['найт контосо', 'find'],
    ['обнвить контосо', 'update'],
    ['помщь', 'help'],
  ])('is suggested for “%s”', (text, command) => {
    expect(read(text)).toEqual({ type: 'unclear', text, nearest: [command] });
  });
});

describe('a watch asked for in Russian', () => {
  const texts: [string, Partial<WatchWish>][] = [
    ['следить за всем', {}],
    ['сообщай мне обо всём', {}],
    ['не следить ни за чем', {}],
    ['следить за contoso ежедневно в 9', { customer: 'contoso', rhythm: at(9) }],
    ['следи за клиентом Контосо', { customer: 'Контосо' }],
    ['следить за Хлеб и Молоко', { customer: 'Хлеб и Молоко' }],
    ['следить за Мега Строй Россия', { customer: 'Мега Строй Россия' }],
    ['хватит следить за контосо', { customer: 'контосо' }],
    ['следить за Россией', { country: 'RU' }],
    ['следи за всеми клиентами из Казахстана', { country: 'KZ' }],
    ['следить за адресами по Беларуси', { country: 'BY', kind: 'account' }],
    ['сообщай нам о разрешениях во Франции', { country: 'FR', kind: 'purchase' }],
    ['следить за клиентами в Южной Корее раз в час', { country: 'KR', rhythm: { every: 'hour' } }],
    ['уведомляй нас об отношениях с клиентами сразу', { kind: 'relationship', rhythm: { every: 'change' } }],
    ['отслеживать телефон contoso', { customer: 'contoso', field: 'phoneNumber' }],
    ['следить за почтовым индексом', { field: 'defaultAddress.postalCode' }],
    ['следить за планами экономии', { field: 'permission.AzureSavingsPlan' }],
    ['следить за изменениями в Центре партнеров', { origin: 'elsewhere' }],
    ['следить за всем, кроме моих изменений', { muteOwn: true }],
    ['следить за всем, тихие часы с 18 до 8', { quiet: { from: 18 * 60, to: 8 * 60 } }],
    ['следить за contoso вместе с запросами', { customer: 'contoso', stage: 'requests' }],
    ['следить за всем утром в 8:30', { rhythm: at(8, 30) }],
    ['следить за всем каждый день в 5 часов вечера', { rhythm: at(17) }],
    ['следить за всем в 9 часов 30 минут', { rhythm: at(9, 30) }],
    ['подпиши этот канал на утверждения', { topic: 'approvals' }],
  ];

  it.each(texts)('reads “%s”', (text, wish) => {
    expect(wishOf(text)).toEqual(wish);
  });

  it('reads each example that the desk gives', () => {
    const examples = textsIn('ru')('watches.example').replace(/^.*: /u, '').split(' · ');
    expect(examples.map(wishOf)).toEqual([
      {},
      { customer: 'contoso', rhythm: at(9) },
      { country: 'DE', kind: 'purchase' },
      { topic: 'approvals' },
    ]);
  });
});
