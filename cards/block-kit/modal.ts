import type { ModalView } from '@slack/types';
import type { Button, Card } from '../card.js';
import type { Voice } from '../voice.js';
import { bodyBlocks, headBlocks } from './blocks.js';
import { visible } from '../visible.js';
import { buttonRows } from './buttons.js';
import { limits, plain } from './limits.js';

/** The `callback_id` of every modal: what it asks for is in its metadata. */
const MODAL_CALLBACK = 'partnerdesk';

const PRODUCT = 'partnerdesk';

/**
 * A card as a modal. A form's action is in `private_metadata`, and its submit button in the modal's own foot. Closing it
 * leaves the draft alone; a button of its own throws it away.
 */
export function slackModal(card: Card, voice: Voice): ModalView {
  const { form } = card;
  const title = plain(titleOf(card), limits.modalTitle);
  // What the title bar says in full is not said twice.
  const head = headBlocks(card).filter(({ type }) => type !== 'header' || title.text !== card.title);
  const foot = buttonRows([...card.buttons, ...discardButton(card, voice)]);
  const body = bodyBlocks(card, limits.blocks.modal - head.length - foot.length, voice);
  return {
    type: 'modal',
    callback_id: MODAL_CALLBACK,
    title,
    close: plain(form?.cancel ?? voice.t('buttons.close'), limits.modalButton),
    ...(form === undefined
      ? {}
      : { submit: plain(form.submit, limits.modalButton), private_metadata: JSON.stringify(form.action) }),
    blocks: [...head, ...body, ...foot],
  };
}

/** What has no room in the title bar stands in full below it. */
function titleOf({ shortTitle, title }: Card): string {
  const wanted = shortTitle ?? title;
  return visible(wanted).length <= limits.modalTitle ? wanted : PRODUCT;
}

function discardButton({ form }: Card, { t }: Voice): Button[] {
  if (form?.discard === undefined) return [];
  const confirm = {
    title: t('discardConfirm.title'),
    text: t('discardConfirm.text'),
    yes: t('buttons.discard'),
    no: t('buttons.keepEditing'),
  };
  return [{ label: t('buttons.discard'), tone: 'danger', action: form.discard, confirm }];
}
