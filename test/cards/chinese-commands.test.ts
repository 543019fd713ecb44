import { describe, expect, it } from '@jest/globals';
import { textsIn } from '../../cards/texts.js';
import { understand } from '../../cards/understand/understand.js';
import { type CommandName, commandNames } from '../../core/turn.js';

const t = textsIn('zh-Hans');
const commandOf = (text: string) => {
  const act = understand(text, 'zh-CN');
  return act.type === 'command' ? { command: act.command, argument: act.argument } : act;
};

describe('a command in Chinese', () => {
  it.each(commandNames.map((name) => [t(`commands.${name}`), name] as const))(
    '%s, as help shows it, is %s',
    (word, name) => {
      expect(commandOf(word)).toEqual({ command: name, argument: '' });
    },
  );

  const read: [string, CommandName, string][] = [
    ['更新 contoso', 'update', 'contoso'],
    ['更新contoso', 'update', 'contoso'],
    ['编辑：contoso', 'update', 'contoso'],
    ['修改客户信息 微软', 'update', '微软'],
    ['查找广东', 'find', '广东'],
    ['查一下contoso', 'find', 'contoso'],
    ['可以帮我查一下contoso吗？', 'find', 'contoso'],
    ['客户', 'customers', ''],
    ['有哪些客户？', 'customers', ''],
    ['客户contoso', 'find', 'contoso'],
    ['客户 广东', 'find', '广东'],
    ['账户微软', 'account', '微软'],
    ['查看客户“Contoso Ltd”', 'account', 'Contoso Ltd'],
    ['你好，请更新contoso', 'update', 'contoso'],
    ['权限contoso，谢谢', 'permission', 'contoso'],
    ['查看历史记录 contoso', 'history', 'contoso'],
    ['谁改了contoso', 'history', 'contoso'],
    ['待审批', 'approvals', ''],
    ['关联１２３ ４５６', 'link', '123456'],
    ['验证码123456', 'link', '123456'],
    ['我的关联', 'unlink', ''],
    ['关联列表 李娜', 'links', '李娜'],
    ['我是谁？', 'whoami', ''],
    ['帮助！', 'help', ''],
    ['你好', 'help', ''],
    ['语言 自动', 'language', 'auto'],
    ['切换到英语', 'language', 'en'],
  ];
  it.each(read)('%s is %s with the argument %j', (text, command, argument) => {
    expect(commandOf(text)).toEqual({ command, argument });
  });
});

describe('a chat set to English', () => {
  it('understands Chinese, what is to be watched included', () => {
    expect(understand('请关注微软的权限，每天9点', 'en-US')).toEqual({
      type: 'command',
      command: 'watch',
      argument: '微软的权限，每天9点',
      wish: { topic: 'changes', customer: '微软', kind: 'purchase', rhythm: { every: 'day', at: 540 } },
    });
  });
});

describe('a text that is no Chinese command', () => {
  it.each([
    ['邦助', 'help'],
    ['更薪contoso', 'update'],
    ['关住contoso', 'watch'],
    ['客护列表', 'customers'],
    ['权现 contoso', 'permission'],
  ] as const)('%s is near to %s', (text, command) => {
    const act = understand(text, 'zh-CN');
    expect(act.type === 'unclear' && act.nearest).toContain(command);
  });

  it.each(['取消关住contoso', '停止'])('%s never offers to end every watch of the place', (text) => {
    const act = understand(text, 'zh-CN');
    expect(act.type === 'unclear' && act.nearest).toContain('watches');
    expect(act.type === 'unclear' && act.nearest).not.toContain('unwatch');
  });

  it('is near to nothing when it resembles no command', () => {
    expect(understand('晴空万里', 'zh-CN')).toEqual({ type: 'unclear', text: '晴空万里', nearest: [] });
  });
});
