import { z } from 'zod';

/**
 * What Slack refuses in blocks and views, written down apart from `cards/` so that the product's own idea of the limits
 * is checked by somebody else's. Source: docs.slack.dev/reference/block-kit and the comments of @slack/types.
 */

const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });
const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });
const anyText = (max: number) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

const id = z.string().min(1).max(255);
const confirm = z.strictObject({
  title: plain(100),
  text: anyText(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});
const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
  url: z.string().max(3000).optional(),
});
const group = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) });
const action = { action_id: id.optional(), focus_on_load: z.boolean().optional(), confirm: confirm.optional() };

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id.optional(),
  confirm: confirm.optional(),
  text: plain(75),
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

interface Choosing {
  options?: z.infer<typeof option>[] | undefined;
  option_groups?: z.infer<typeof group>[] | undefined;
  initial_option?: z.infer<typeof option> | undefined;
}

/** `initial_option` has to be one of the options, member by member. */
function holdsInitial(choosing: Choosing): boolean {
  if (!choosing.initial_option) return true;
  const all = [...(choosing.options ?? []), ...(choosing.option_groups ?? []).flatMap((one) => one.options)];
  const wanted = JSON.stringify(option.parse(choosing.initial_option));
  return all.some((one) => JSON.stringify(option.parse(one)) === wanted);
}
const initialOption = { message: 'initial_option must be one of the options', path: ['initial_option'] };

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...action,
    placeholder: plain(150).optional(),
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(group).min(1).max(100).optional(),
    initial_option: option.optional(),
  })
  .refine((one) => (one.options === undefined) !== (one.option_groups === undefined), 'options or option_groups')
  .refine(holdsInitial, initialOption);
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...action,
  placeholder: plain(150).optional(),
  min_query_length: z.number().int().min(0).optional(),
  initial_option: option.optional(),
});
const suggestions = z.strictObject({ options: z.array(option).max(100) });
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...action,
    options: z.array(option).min(1).max(10),
    initial_option: option.optional(),
  })
  .refine(holdsInitial, initialOption);
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...action,
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id.optional(),
  confirm: confirm.optional(),
  options: z.array(option).min(1).max(5),
});
const typed = {
  action_id: id.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plain(150).optional(),
  dispatch_action_config: z.looseObject({}).optional(),
};
const textInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
  })
  .refine((one) => (one.initial_value?.length ?? 0) <= (one.max_length ?? 3000), {
    message: 'initial_value is longer than max_length',
    path: ['initial_value'],
  });
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const urlInput = z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() });
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...action,
  placeholder: plain(150).optional(),
  initial_date: z.iso.date().optional(),
});
const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000),
  alt_text: z.string().max(2000),
});

const inActions = z.union([button, staticSelect, externalSelect, radioButtons, checkboxes, overflow, datepicker]);
const inInput = z.union([
  textInput,
  emailInput,
  urlInput,
  numberInput,
  staticSelect,
  externalSelect,
  radioButtons,
  checkboxes,
  datepicker,
]);

const block_id = id.optional();
const everywhere = [
  z
    .strictObject({
      type: z.literal('section'),
      block_id,
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: z.union([inActions, image]).optional(),
      expand: z.boolean().optional(),
    })
    .refine((one) => one.text !== undefined || one.fields !== undefined, 'section needs text or fields'),
  z.strictObject({
    type: z.literal('header'),
    block_id,
    text: plain(150),
    level: z.number().int().min(1).max(4).optional(),
  }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z.strictObject({
    type: z.literal('context'),
    block_id,
    elements: z
      .array(z.union([anyText(3000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), block_id, elements: z.array(inActions).min(1).max(25) }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: plain(2000),
    element: inInput,
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.looseObject({ type: z.literal('rich_text'), block_id, elements: z.array(z.looseObject({ type: z.string() })) }),
  z.looseObject({ type: z.literal('table'), block_id, rows: z.array(z.array(z.looseObject({})).max(20)).max(100) }),
  z.strictObject({ type: z.literal('markdown'), block_id, text: z.string().max(12_000) }),
] as const;
/** `alert` is for modals alone. */
const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
});

const messageBlocks = z.array(z.discriminatedUnion('type', everywhere)).max(50).superRefine(uniqueIds);
const viewBlocks = z
  .array(z.discriminatedUnion('type', [...everywhere, alert]))
  .max(100)
  .superRefine(uniqueIds);
const home = z.strictObject({
  type: z.literal('home'),
  blocks: z.array(z.discriminatedUnion('type', everywhere)).max(100).superRefine(uniqueIds),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
});
const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    blocks: viewBlocks,
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine((view) => view.submit || !view.blocks.some((one) => one.type === 'input'), {
    message: 'submit is required when the view has input blocks',
    path: ['submit'],
  });

/** Block ids are unique within a message or view, action ids within a block. */
function uniqueIds(blocks: { block_id?: string | undefined; elements?: unknown }[], context: z.core.$RefinementCtx) {
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id !== undefined && seen.has(block.block_id))
      context.addIssue({ code: 'custom', message: 'block_id is used twice', path: [index, 'block_id'] });
    if (block.block_id !== undefined) seen.add(block.block_id);
    if (!Array.isArray(block.elements)) continue;
    const actions = block.elements.flatMap((one: { action_id?: string }) => one.action_id ?? []);
    if (new Set(actions).size < actions.length)
      context.addIssue({ code: 'custom', message: 'action_id is used twice', path: [index, 'elements'] });
  }
}

function problems(schema: z.ZodType, value: unknown, root: string): string[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map(
    (issue) => `[ERROR] ${issue.message} [json-pointer:/${[root, ...issue.path].map(String).join('/')}]`,
  );
}

/** Slack's complaints about the blocks of a message; empty when there are none. */
export const blockProblems = (blocks: unknown): string[] => problems(messageBlocks, blocks, 'blocks');

/** Slack's complaints about the options of a search field. */
export const suggestionProblems = (answer: unknown): string[] => problems(suggestions, answer, 'options');

/** Slack's complaints about a modal. */
export const viewProblems = (view: unknown): string[] => problems(modal, view, 'view');

/** Slack's complaints about a Home tab. */
export const homeProblems = (view: unknown): string[] => problems(home, view, 'view');
