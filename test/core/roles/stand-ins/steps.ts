import type { ChatUser } from '../../../../core/turn.js';
import { codeOn, openBrowser, signIn } from './browser.js';
import { type LinkWorld, turnOf } from './link-world.js';

/** A chat user asks, and whoever the login service takes for signed in follows the link. @returns the code they are shown */
export async function signInAs(world: LinkWorld, user: ChatUser): Promise<string> {
  const { url } = await world.linking.ask(turnOf(user));
  return codeOn(await signIn(openBrowser(), url));
}
