/** Loads the two SDKs and ends: what a process that serves both platforms cannot start faster than. */
await Promise.all([import('@slack/bolt'), import('botbuilder')]);
