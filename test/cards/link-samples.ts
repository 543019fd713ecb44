import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { LinkView } from '../../core/views.js';

const at = Date.UTC(2026, 10, 20, 17, 5);
const tom = { id: '0a000000-0000-4000-8000-000000000002', name: 'Tom Becker' };
const TENANT = '9b7de0c4-51f2-4a0e-8c35-6f1d2e3a4b05';

export function linkView(more: Partial<LinkView> = {}): LinkView {
  const chat = { platform: 'slack', tenant: 'T0PARTNER', user: 'U0TOM', userName: 'Tom B.' } as const;
  return { id: 'link-1', ...chat, person: tom, via: 'signIn', at, ...more };
}

const inTeams = linkView({ id: 'link-2', platform: 'teams', tenant: TENANT, user: tom.id, userName: 'Tom (Contoso)' });
const byEmail = linkView({ id: 'link-3', via: 'email', user: 'U0TOM2' });
const { id: _none, at: _never, userName: _unnamed, ...listed } = linkView({ via: 'configuration', user: 'U0GRACE' });
const nameless: LinkView = { ...listed, person: { id: tom.id } };

const user = { platform: 'slack', tenant: 'T0PARTNER', user: 'U0TOM', name: 'Tom B.', standing: 'member' } as const;
const told = { type: 'linkAnnounced', platform: 'slack', userName: 'Tom B.', at } as const;

/** Links to somebody, in every answer that shows them. */
export const linkSamples: Record<string, Answer> = {
  'whoami with links': {
    type: 'whoami',
    user,
    person: tom,
    roles: ['Sales agent'],
    via: 'email',
    links: [linkView(), inTeams, byEmail, listed],
    mayRun: ['customers', 'unlink', 'help'],
  },
  'own links': { type: 'ownLinks', user, person: tom, via: 'signIn', links: [linkView(), inTeams, byEmail] },
  'own links, none to end': { type: 'ownLinks', user, person: tom, via: 'configuration', links: [listed] },
  'own links, of the tenant': { type: 'ownLinks', user, person: tom, via: 'tenant', links: [] },
  'unlinking here': { type: 'unlinking', link: linkView(), own: true, here: true },
  'unlinking elsewhere': { type: 'unlinking', link: inTeams, own: true, here: false },
  'removing a link': { type: 'unlinking', link: byEmail, own: false, here: false },
  'unlinked here': { type: 'unlinked', link: linkView(), own: true, here: true },
  'unlinked elsewhere': { type: 'unlinked', link: inTeams, own: true, here: false },
  'removed a link': { type: 'unlinked', link: byEmail, own: false, here: false },
  links: {
    type: 'links',
    items: [linkView(), inTeams, byEmail, listed, nameless],
    count: 23,
    more: action('links', 'listing-1'),
  },
  'links, searched': { type: 'links', query: 'tom', items: [linkView()], count: 1 },
  'links, nobody of that name': { type: 'links', query: 'x', items: [], count: 0 },
  'links, nobody at all': { type: 'links', items: [], count: 0 },
  "a code that was somebody else's": { type: 'linkRefused', reason: 'othersCode' },
  'a code for another account of mine': {
    type: 'linkRefused',
    reason: 'othersCode',
    other: { platform: 'slack', userName: 'Mallory' },
  },
  'wrong codes all day': { type: 'linkRefused', reason: 'tooManyToday' },
  'linked to somebody switched off': { type: 'linkRefused', reason: 'disabled' },
  'linked to a guest': { type: 'linkRefused', reason: 'guest' },
  'linked to nobody known': { type: 'linkRefused', reason: 'unknownPerson' },
  'told of a link': { ...told, event: 'linked', via: 'signIn', link: 'link-1' },
  'told of a link by e-mail': { ...told, event: 'linked', via: 'email', link: 'link-1' },
  'told of a link, of an older release': told,
  'told of an end': { ...told, event: 'unlinked' },
  'told of an end by an administrator': { ...told, event: 'unlinked', platform: 'teams', by: 'Ada Nowak' },
  'told of an end, oneself': { ...told, event: 'unlinked', by: 'Ada Nowak', person: 'Tom Becker' },
  'told of guesses': { ...told, event: 'guessed' },
  'told of a code elsewhere': { ...told, event: 'misplaced' },
};

/** Names that somebody has chosen to deceive, wherever links show them. */
export function nastyLinks(name: string): Record<string, Answer> {
  const link = linkView({ userName: name, person: { id: tom.id, name } });
  return {
    [`links of ${name.slice(0, 20)}`]: { type: 'links', query: name, items: [link], count: 1 },
    [`own links of ${name.slice(0, 20)}`]: {
      type: 'ownLinks',
      user: { ...user, name },
      person: { ...tom, name },
      via: 'signIn',
      links: [link],
    },
    [`unlinking of ${name.slice(0, 20)}`]: { type: 'unlinking', link, own: false, here: false },
    [`told of ${name.slice(0, 20)}`]: { ...told, event: 'unlinked', userName: name, by: name, person: name },
    [`code of ${name.slice(0, 20)}`]: {
      type: 'linkRefused',
      reason: 'othersCode',
      other: { platform: 'slack', userName: name },
    },
  };
}
