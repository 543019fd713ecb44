/**
 * The commands of the message extension, as the app manifest declares them and as Teams names them in its invokes. An installed
 * app keeps the ids that it was installed with: they stay what they are.
 */
export const findCommand = { id: 'find', parameter: 'text' } as const;

/** "Update from this message", in the menu of a message. */
export const messageCommand = { id: 'updateFromMessage' } as const;
