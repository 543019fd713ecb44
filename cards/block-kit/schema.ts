import { z } from 'zod';
import { limits } from './limits.js';

/**
 * The part of Block Kit that partnerdesk draws with, strictly, with Slack's limits: what is not here is a mistake. The tests
 * hold every message and modal against it.
 */
const text = (most: number) => z.string().min(1).max(most);
const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.literal(false) });
const mrkdwn = (most: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    // Everything that Slack could read as a link, a mention or an entity is escaped.
    text: text(most).regex(/^(?:[^<>&]|&(?:amp|lt|gt);)*$/),
    verbatim: z.literal(true),
  });
const either = (most: number) => z.discriminatedUnion('type', [plainText(most), mrkdwn(most)]);
const id = text(limits.id);

const confirm = z.strictObject({
  title: plainText(limits.confirm.title),
  text: plainText(limits.confirm.text),
  confirm: plainText(limits.confirm.button),
  deny: plainText(limits.confirm.button),
});
const button = z
  .strictObject({
    type: z.literal('button'),
    action_id: id,
    text: plainText(limits.buttonText),
    value: text(limits.buttonValue).optional(),
    url: z.url().max(3000).optional(),
    style: z.enum(['primary', 'danger']).optional(),
    confirm: confirm.optional(),
  })
  .refine(({ value, url }) => (value === undefined) !== (url === undefined), 'either acts or opens a page');

const option = z.strictObject({
  text: plainText(limits.optionText),
  value: text(limits.optionValue),
  description: plainText(limits.optionText).optional(),
});
const group = z.strictObject({
  label: plainText(limits.optionText),
  options: z.array(option).min(1).max(limits.options),
});
const select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: id,
    placeholder: plainText(limits.placeholder).optional(),
    options: z.array(option).min(1).max(limits.options).optional(),
    option_groups: z.array(group).min(1).max(limits.optionGroups).optional(),
    initial_option: option.optional(),
  })
  .refine(
    ({ options, option_groups }) => (options === undefined) !== (option_groups === undefined),
    'one kind of list',
  );
const customerSelect = z.strictObject({
  type: z.literal('external_select'),
  action_id: id,
  min_query_length: z.literal(0),
  placeholder: plainText(limits.placeholder),
  initial_option: option.optional(),
});
const radio = z.strictObject({
  type: z.literal('radio_buttons'),
  action_id: id,
  options: z.array(option).min(1).max(limits.radioOptions),
  initial_option: option.optional(),
});
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id,
  initial_value: text(limits.inputLength).optional(),
  max_length: z.number().int().min(1).max(limits.inputLength),
  multiline: z.literal(true).optional(),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: id,
  initial_date: z.iso.date().optional(),
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  action_id: id,
  initial_value: z.string().optional(),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    text: either(limits.sectionText).optional(),
    fields: z.array(either(limits.fieldText)).min(1).max(limits.fields).optional(),
    accessory: button.optional(),
  })
  .refine(({ text: own, fields }) => own !== undefined || fields !== undefined, 'text or fields');
const unique = (ids: string[]) => new Set(ids).size === ids.length;
const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z
    .array(button)
    .min(1)
    .max(limits.actions)
    .refine((elements) => unique(elements.map(({ action_id }) => action_id)), 'action ids are unique'),
});
const header = z.strictObject({ type: z.literal('header'), text: plainText(limits.header) });
const context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(plainText(limits.contextText)).min(1).max(10),
});
const divider = z.strictObject({ type: z.literal('divider') });
const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plainText(limits.inputLabel),
  hint: plainText(limits.inputLabel).optional(),
  optional: z.boolean(),
  element: z.discriminatedUnion('type', [select, customerSelect, radio, textInput, emailInput, datepicker]),
});

const messageBlock = z.discriminatedUnion('type', [section, actions, header, context, divider]);
const modalBlock = z.discriminatedUnion('type', [section, actions, header, context, divider, input]);

/** What is answered to a field that asks for its options. */
export const suggestionsSchema = z.strictObject({ options: z.array(option).max(limits.options) });

export const messageSchema = z.strictObject({
  text: text(limits.messageText),
  blocks: z.array(messageBlock).min(1).max(limits.blocks.message),
});

export const modalSchema = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: id,
    title: plainText(limits.modalTitle),
    close: plainText(limits.modalButton),
    submit: plainText(limits.modalButton).optional(),
    private_metadata: text(3000).optional(),
    blocks: z.array(modalBlock).min(1).max(limits.blocks.modal),
  })
  .refine(
    ({ blocks, submit }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
    'a modal with inputs can be submitted',
  )
  .refine(
    ({ blocks }) => unique(blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))),
    'block ids are unique',
  );
