/** Every sentence of the pages that end an install. `{…}` is filled in. */
export const texts = {
  installed: {
    title: 'partnerdesk is installed',
    workspace: 'It now serves the Slack workspace {name}.',
    organisation: 'It now serves the Slack organization {name}: every workspace that the organization lets it into.',
    next: 'In Slack, type this:',
    command: '/partnerdesk help',
    roles: 'Everybody signs in once with Microsoft. What they may do is decided by their roles at your organization.',
  },
  messages: {
    cancelled: ['Nothing was installed', 'Slack was told not to. You can begin again at any time.'],
    outOfDate: [
      'This install is over',
      'It was finished already, or it began more than ten minutes ago. Begin again at /slack/install.',
    ],
    otherBrowser: [
      'This install began elsewhere',
      'Begin and end it in the same browser, which must accept cookies. Begin again at /slack/install.',
    ],
    tooMany: ['Too many installs went wrong', 'Try again in ten minutes.'],
    notListed: [
      'This workspace is not served',
      'Whoever runs this desk lists the Slack workspaces that it serves, and this one is not among them. Nothing was kept, and Slack was told to take the app out again. Ask them to add its ID under slack: workspaces, then begin again at /slack/install.',
    ],
    unavailable: ['Slack does not answer', 'Nothing was installed. Begin again at /slack/install in a few minutes.'],
    failed: ['Something went wrong', 'Nothing was installed. Begin again at /slack/install.'],
  },
} as const;

export type InstallMessage = keyof typeof texts.messages;
