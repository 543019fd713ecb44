import type { SlackScene } from '../../stand-in.js';
import { h, link } from '../dom.js';

/**
 * Which workspace somebody works in, beside the title of the pane; where the desk can be put into it or taken out of it, how.
 *
 * @param remove takes the desk out
 */
export function createWorkspaceNote(remove: () => void): {
  element: HTMLElement;
  show: (workspace: SlackScene['workspace']) => void;
} {
  const element = h('span', { class: 'sl-workspace' });
  let shown = '';
  return {
    element,
    show(workspace) {
      // Drawn anew only when it changed: a button in somebody's hand stays.
      const key = JSON.stringify(workspace);
      if (key === shown) return;
      shown = key;
      element.replaceChildren(workspace.name);
      if (workspace.addUrl !== undefined) element.append(' · ', link(workspace.addUrl, 'Add partnerdesk'));
      if (!workspace.removable) return;
      const button = { class: 'sl-remove', attributes: { type: 'button' }, on: { click: remove } };
      element.append(' · ', h('button', button, 'Remove partnerdesk'));
    },
  };
}
