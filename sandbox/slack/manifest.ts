import { clouds } from '../../core/partner/clouds.js';
import { slackManifest } from '../../manifest/slack.js';

/** The app as its own manifest describes it. */
const manifest = slackManifest({ publicUrl: 'https://desk.example.com', partnerCloud: 'global', oauth: false });
/** Pages of every Partner Center: the stand-in serves all of its clouds. */
const domains = [...new Set(Object.values(clouds).flatMap(({ portals }) => portals))];

/** What the app is granted when it is installed: all that it asks for, the optional scopes too. */
export const manifestScopes = (): Set<string> => new Set(manifest.oauth_config.scopes.bot);

/** The app's shortcuts, as clients list them. */
export const shortcuts = manifest.features.shortcuts.map(({ name, type, callback_id: id }) => ({ name, type, id }));

/** Links in a text that the app hears of: to its unfurl domains and whatever lies below them. */
export function linksIn(text: string): { domain: string; url: string }[] {
  const urls = text.match(/https?:\/\/[^\s<>|]+/giu) ?? [];
  return [...new Set(urls)].flatMap((url) => {
    const host = URL.canParse(url) ? new URL(url).hostname : '';
    const domain = domains.find((known) => host === known || host.endsWith(`.${known}`));
    return domain === undefined ? [] : [{ domain, url }];
  });
}
