/** Every sentence of the link pages. `{…}` is filled in. */
export const texts = {
  language: 'en',
  product: 'partnerdesk',
  platform: { slack: 'Slack', teams: 'Microsoft Teams' },
  tenant: { slack: 'Workspace', teams: 'Organization' },
  open: {
    title: 'Link this chat account to you?',
    lead: 'After you sign in with Microsoft, this {platform} account can act in partnerdesk with your roles:',
    warning: 'Did somebody send you this link? Then close this page. Only sign in when this is your own account.',
    button: 'Sign in with Microsoft',
  },
  confirmed: {
    title: 'One step left',
    lead: 'You signed in as {person}. To link this {platform} account to you, type this to partnerdesk, as that account:',
    deadline: 'The code is good for ten minutes and for three tries.',
    warning: 'Tell the code to nobody. If this is not your account, close this page: nothing has been linked.',
  },
  labels: { name: 'Name', user: 'User ID' },
  messages: {
    over: [
      'This link is over',
      'It has expired, or a newer one was asked for. Ask partnerdesk in chat for a new link.',
    ],
    spent: [
      'This link was used',
      'Somebody signed in with it already. If it was not you, ask partnerdesk in chat for a new link.',
    ],
    unknown: [
      'There is no such link',
      'Check that the whole address was opened, or ask partnerdesk in chat for a new link.',
    ],
    outOfDate: ['This sign-in is over', 'Open the link from your chat again, or ask partnerdesk there for a new one.'],
    otherBrowser: [
      'This sign-in began elsewhere',
      'Open the link and sign in with the same browser, which must accept cookies.',
    ],
    otherSite: ['This did not come from our page', 'Open the link from your chat and press the button there.'],
    cancelled: ['You did not sign in', 'Nothing has been linked. Open the link from your chat to try again.'],
    signInFailed: ['The sign-in failed', 'Nothing has been linked. Open the link from your chat to try again.'],
    otherTenant: [
      'This is an account of another organization',
      'Sign in with your account of the partner organization.',
    ],
    unknownPerson: ['This account is unknown', 'The directory of the partner organization does not know it.'],
    guest: ['Guests cannot be linked', 'Sign in with an account of the partner organization itself.'],
    disabled: ['This account is switched off', 'Ask an administrator of your organization.'],
    unavailable: [
      'Microsoft does not answer',
      'Nothing has been linked. Open the link from your chat again in a few minutes.',
    ],
    failed: ['Something went wrong', 'Nothing has been linked. Open the link from your chat to try again.'],
    notAllowed: ['This is not how this page works', 'Open the link from your chat and press the button there.'],
  },
} as const;

export type LinkMessage = keyof typeof texts.messages;
