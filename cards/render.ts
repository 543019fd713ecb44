import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Answer } from '../core/answer.js';
import type { CustomerRef } from '../core/views.js';
import type { Context } from './context.js';
import { adaptiveCard } from './adaptive-card/card.js';
import { forDialog, forRoom } from './adaptive-card/dialogs.js';
import { fieldErrors } from './block-kit/field-errors.js';
import { limits } from './block-kit/limits.js';
import { slackBlocks, slackMessage } from './block-kit/message.js';
import { slackModal } from './block-kit/modal.js';
import { customerOption } from './block-kit/options.js';
import { plainText } from './plain-text/text.js';
import { inChosenLanguage } from './languages.js';
import { messageScreen, screen } from './screens/index.js';
import { clip, visible } from './visible.js';
import { type Voice, voiceFor } from './voice.js';

/**
 * An Answer as an Adaptive Card 1.5 for Teams, and one sentence for its notification. A card for a room has no buttons but
 * asks, for those in `refreshFor`, for a view of their own (verb `change`).
 */
export function toAdaptiveCard(answer: Answer, context: Context): { card: Record<string, unknown>; summary: string } {
  const voice = voiceOf(answer, context);
  const card = screen(answer, voice);
  const json = adaptiveCard(card, voice, context.refreshFor);
  return { card: context.surface === 'room' ? forRoom(json) : json, summary: summaryOf(card.summary) };
}

/** An Answer as a dialog of Teams. `filled`: there is something to fill in, which takes room. */
export function toTeamsDialog(
  answer: Answer,
  context: Context,
): { card: Record<string, unknown>; title: string; filled: boolean } {
  const voice = voiceOf(answer, context);
  const card = screen(answer, voice);
  return {
    card: forDialog(adaptiveCard(card, voice)),
    title: clip(visible(card.shortTitle ?? card.title), LONGEST_DIALOG_TITLE),
    filled: card.form !== undefined,
  };
}

/**
 * An Answer as a Slack message. A message has no inputs: a form, and its review, is a short card whose button (verb
 * `form`, id of the change; for a decision the verb that opens its form) opens it as a modal.
 */
export function toSlackMessage(answer: Answer, context: Context): { text: string; blocks: KnownBlock[] } {
  const voice = voiceOf(answer, context);
  return slackMessage(messageScreen(answer, voice), voice);
}

/** The customers that a search field of Slack offers, at most as many as Slack shows. */
export function toSlackSuggestions(customers: readonly CustomerRef[]): { options: PlainTextOption[] } {
  return { options: customers.slice(0, limits.options).map(customerOption) };
}

/** An Answer as the blocks of the Home tab of Slack, which has no inputs. @param most how many blocks there is room for */
export function toSlackHome(answer: Answer, context: Context, most: number): KnownBlock[] {
  const voice = voiceOf(answer, context);
  return slackBlocks(messageScreen(answer, voice), most, voice);
}

/** An Answer as a Slack modal. Without anything to submit it has a close button only. */
export function toSlackModal(answer: Answer, context: Context): ModalView {
  const voice = voiceOf(answer, context);
  return slackModal(screen(answer, voice), voice);
}

/** A language that was just chosen is spoken at once. */
function voiceOf(answer: Answer, context: Context): Voice {
  const chosen = answer.type === 'language' && answer.outcome === 'chosen' ? answer.chosen : undefined;
  return voiceFor(chosen === undefined ? context : { ...context, locale: inChosenLanguage(chosen, context.locale) });
}

/** What the head of a dialog has room for. */
const LONGEST_DIALOG_TITLE = 60;

/** Notifications show a line or two. */
const LONGEST_SUMMARY = 500;

const summaryOf = (text: string): string => clip(visible(text), LONGEST_SUMMARY);

/** An Answer in one sentence: for notifications, and for where there is room for no more. */
export function toNotification(answer: Answer, context: Context): string {
  return summaryOf(screen(answer, voiceOf(answer, context)).summary);
}

/** An Answer as text: what needs no card, and what a client without cards shows. */
export function toText(answer: Answer, context: Context): string {
  const voice = voiceOf(answer, context);
  return plainText(screen(answer, voice), voice);
}

/**
 * What `response_action: 'errors'` needs to show the errors of a form in the modal that is open. Undefined when the view has
 * to be replaced instead: the answer is no form, or something in it stands at no input. Block ids hold the version that the
 * form was shown with; the core answers an invalid form with the version that was submitted, so they match.
 */
export function slackFieldErrors(answer: Answer, context: Context): Record<string, string> | undefined {
  return fieldErrors(answer, screen(answer, voiceOf(answer, context)));
}
