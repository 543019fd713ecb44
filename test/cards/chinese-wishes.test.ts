import { describe, expect, it } from '@jest/globals';
import { understand } from '../../cards/understand/understand.js';
import { readWish } from '../../cards/understand/wish.js';
import type { WatchWish } from '../../core/watch/watch.js';

const read = (text: string): Partial<WatchWish> => {
  const { topic, ...wish } = readWish(text, 'zh-CN');
  return topic === 'changes' ? wish : { topic, ...wish };
};
const at = (hours: number, minutes = 0) => ({ every: 'day', at: hours * 60 + minutes }) as const;
const night = { from: 18 * 60, to: 8 * 60 };

describe('what is asked for in Chinese', () => {
  const texts: [string, Partial<WatchWish>][] = [
    ['全部', {}],
    ['所有客户', {}],
    ['客户', {}],
    ['所有客户的更改', {}],
    ['审批', { topic: 'approvals' }],
    ['待审批的请求', { topic: 'approvals' }],
    ['contoso', { customer: 'contoso' }],
    ['contoso的更改', { customer: 'contoso' }],
    ['客户contoso', { customer: 'contoso' }],
    ['客户 contoso 的权限', { customer: 'contoso', kind: 'purchase' }],
    ['Contoso 的帐单信息', { customer: 'Contoso', kind: 'account' }],
    ['微软', { customer: '微软' }],
    ['微软权限', { customer: '微软', kind: 'purchase' }],
    ['微软的电话号码', { customer: '微软', field: 'phoneNumber' }],
    ['广州市某某科技有限公司的所有变更', { customer: '广州市某某科技有限公司' }],
    ['中国', { country: 'CN' }],
    ['中国的客户', { country: 'CN' }],
    ['中国客户', { country: 'CN' }],
    ['在中国的客户', { country: 'CN' }],
    ['位于德国的客户的权限', { country: 'DE', kind: 'purchase' }],
    ['德国的权限', { country: 'DE', kind: 'purchase' }],
    ['国家/地区 DE', { country: 'DE' }],
    ['阿联酋的客户', { country: 'AE' }],
    ['计费信息', { kind: 'account' }],
    ['客户计费信息', { kind: 'account' }],
    ['客户关系', { kind: 'relationship' }],
    ['公司名称的变更', { field: 'companyName' }],
    ['邮编', { field: 'defaultAddress.postalCode' }],
    ['Azure 预留', { field: 'permission.AzureReservedInstances' }],
    ['azure节省计划', { field: 'permission.AzureSavingsPlan' }],
    ['也包括请求', { stage: 'requests' }],
    ['仅结果', { stage: 'outcomes' }],
    ['在合作伙伴中心进行的更改', { origin: 'elsewhere' }],
    ['外部变更', { origin: 'elsewhere' }],
    ['不含我自己的更改', { muteOwn: true }],
    ['每小时', { rhythm: { every: 'hour' } }],
    ['实时通知', { rhythm: { every: 'change' } }],
    ['免打扰', { quiet: night }],
    ['免打扰 18-8', { quiet: night }],
    ['晚上6点到早上8点免打扰', { quiet: night }],
    ['从18点至第二天8点免打扰', { quiet: night }],
    ['从下午六点到次日上午八点不要打扰我', { quiet: night }],
  ];

  it.each(texts)('%s', (text, wish) => {
    expect(read(text)).toEqual(wish);
  });
});

describe('a time of day in Chinese', () => {
  const texts: [string, ReturnType<typeof at>][] = [
    ['每天', at(9)],
    ['每天9点', at(9)],
    ['每天 9 点', at(9)],
    ['每天９：３０', at(9, 30)],
    ['每天9:30', at(9, 30)],
    ['每天9点半', at(9, 30)],
    ['每天9点30分', at(9, 30)],
    ['每天9点05', at(9, 5)],
    ['每天9点5分', at(9, 5)],
    ['每天九点', at(9)],
    ['每天上午十点半', at(10, 30)],
    ['每天下午三点一刻', at(15, 15)],
    ['每天下午5点', at(17)],
    ['每天晚上八点三十分', at(20, 30)],
    ['每天二十二点零五分', at(22, 5)],
    ['每天中午', at(12)],
    ['每天中午12点', at(12)],
    ['每天中午一点', at(13)],
    ['每天凌晨3点', at(3)],
    ['每天晚上12点', at(0)],
    ['每天早上', at(9)],
    ['每天早上7点', at(7)],
    ['每日18时', at(18)],
    ['9点', at(9)],
    ['下午三点', at(15)],
    ['9点每天', at(9)],
  ];

  it.each(texts)('%s', (text, rhythm) => {
    expect(read(text)).toEqual({ rhythm });
  });

  it.each(['一点资讯', '十点', '360', '58同城', '7天酒店', '二十三', '三一重工', '千百十', '半'])(
    'is not in %s, which is a name',
    (text) => {
      expect(read(text)).toEqual({ customer: text });
    },
  );

  it.each(['每天25点', '每天9点75分'])('is not read into %s', (text) => {
    expect(read(text).rhythm).toEqual(expect.objectContaining({ every: 'day' }));
    expect(read(text).customer).toBeDefined();
  });
});

describe('a name in Chinese', () => {
  it.each([
    '美的',
    '美的集团',
    '和平科技',
    '和记黄埔',
    '每日食品',
    '中国电信',
    '微软（中国）有限公司',
    '德国商业银行',
    '浪潮信息',
    '上海每日食品有限公司',
    '中兴',
    '阿里云',
    '北京审批科技',
  ])('%s is one', (name) => {
    expect(read(name)).toEqual({ customer: name });
  });

  const texts: [string, Partial<WatchWish>][] = [
    ['美的的权限', { customer: '美的', kind: 'purchase' }],
    ['美的 每天9点', { customer: '美的', rhythm: at(9) }],
    ['客户和平科技的权限', { customer: '和平科技', kind: 'purchase' }],
    ['客户 每日食品', { customer: '每日食品' }],
    ['“每天”的权限', { customer: '每天', kind: 'purchase' }],
    ['「中国」', { customer: '中国' }],
    ['中国电信的地址', { customer: '中国电信', kind: 'account' }],
    ['中国的客户每小时', { country: 'CN', rhythm: { every: 'hour' } }],
    ['中国客户 每小时', { country: 'CN', rhythm: { every: 'hour' } }],
    ['客户每天9点', { rhythm: at(9) }],
    ['客户更改', {}],
    ['权限和计费信息', {}],
  ];

  it.each(texts)('%s', (text, wish) => {
    expect(read(text)).toEqual(wish);
  });
});

describe('a sentence in Chinese', () => {
  const sentences: [string, Partial<WatchWish>][] = [
    ['关注中国的客户', { country: 'CN' }],
    ['关注 Contoso 的帐单信息 每天9点', { customer: 'Contoso', kind: 'account', rhythm: at(9) }],
    [
      '请关注德国客户的权限变更，每天早上9点，不含我的',
      {
        country: 'DE',
        kind: 'purchase',
        rhythm: at(9),
        muteOwn: true,
      },
    ],
    [
      '通知我contoso的权限，也包括请求，晚上6点到早上8点免打扰',
      {
        customer: 'contoso',
        kind: 'purchase',
        stage: 'requests',
        quiet: night,
      },
    ],
    ['关注contoso，每天 9 点', { customer: 'contoso', rhythm: at(9) }],
    ['取消关注美的集团', { customer: '美的集团' }],
    ['watch 微软 daily at 9', { customer: '微软', rhythm: at(9) }],
  ];

  it.each(sentences)('%s', (text, wish) => {
    expect(understand(text, 'zh-Hans-CN')).toMatchObject({ wish: { topic: 'changes', ...wish } });
  });
});
