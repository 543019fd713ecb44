import type { Words } from './language.js';

/** What English-speaking people type. The first phrase of a command is the one that help shows. */
export const en: Words = {
  customers: ['customers', 'clients', 'list', 'list customers', 'show customers', 'all customers', 'my customers'],
  find: ['find', 'search', 'search for', 'find customer', 'look for', 'look up', 'lookup'],
  account: ['account', 'customer', 'show', 'show customer', 'show account', 'open', 'account info', 'details'],
  update: ['update', 'edit', 'change', 'update customer', 'edit customer', 'update account', 'edit account'],
  permission: ['permission', 'permissions', 'show permissions', 'customer permissions', 'purchase permissions'],
  approvals: ['approvals', 'approval requests', 'approval', 'requests', 'my requests', 'pending', 'to approve'],
  history: ['history', 'journal', 'audit', 'changes of', 'what happened to', 'who changed'],
  watch: ['watch', 'subscribe', 'follow', 'notify'],
  unwatch: ['unwatch', 'unsubscribe', 'unfollow', 'stop watching', 'mute'],
  watches: ['watches', 'my watches', 'subscriptions', 'what is watched'],
  whoami: ['whoami', 'who am i', 'me', 'my roles'],
  link: ['link', 'link me', 'connect'],
  help: ['help', '?', 'commands', 'what can you do', 'hello', 'hi', 'hey', 'start'],
};
