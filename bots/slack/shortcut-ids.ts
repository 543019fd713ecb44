/** The shortcuts of the app, by the callback ids that the manifest gives them. */
export const shortcutIds = { find: 'find_customer', update: 'update_account', findIn: 'find_in_message' } as const;
