import { type Character, SLACK_TEAM, type SlackChat } from '../stand-in.js';
import type { SlackCloud } from './cloud.js';

/**
 * Slack as the page shows it: each character sees the workspace that they work in, and can put the app into it and take it
 * out, unless it is the first one.
 *
 * @param addUrl where installing begins
 */
export function createTwoWorkspaces(cloud: SlackCloud, addUrl: string): SlackChat {
  const teamOf = ({ slackTeam = SLACK_TEAM }: Character) => slackTeam;
  return {
    prefix: cloud.prefix,
    handle: (request, response) => cloud.handle(request, response),
    onChange: (listener) => cloud.onChange(listener),
    scene(character) {
      const scene = cloud.at(teamOf(character)).scene(character);
      const { workspace } = scene;
      const removable = workspace.installed && teamOf(character) !== SLACK_TEAM;
      return { ...scene, workspace: { ...workspace, removable, ...(workspace.installed ? {} : { addUrl }) } };
    },
    suggest: (character, typing) => cloud.at(teamOf(character)).suggest(character, typing),
    act(character, gesture) {
      const team = teamOf(character);
      return gesture.type === 'removeApp' ? cloud.uninstall(team) : cloud.at(team).act(character, gesture);
    },
  };
}
