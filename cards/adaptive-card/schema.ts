import { z } from 'zod';
import { actionSchema } from '../../core/action.js';

/**
 * The part of Adaptive Cards 1.5 that partnerdesk draws with, strictly: what is not here is a mistake. The renderer takes its
 * types from it; the tests hold every card against it.
 */
const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large']);

const textBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.literal(true),
  size: z.enum(['Small', 'Medium', 'Large']).optional(),
  weight: z.literal('Bolder').optional(),
  color: z.literal('Attention').optional(),
  isSubtle: z.literal(true).optional(),
  spacing: spacing.optional(),
  style: z.literal('heading').optional(),
});

const factSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string() })).min(1),
});

const data = z.strictObject({ pd: actionSchema });
const common = {
  title: z.string().min(1),
  style: z.enum(['positive', 'destructive']).optional(),
};
const answering = { ...common, data, associatedInputs: z.literal('none').optional() };

const submitAction = z.strictObject({ type: z.literal('Action.Submit'), ...answering });
const executeAction = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.string().min(1),
  ...answering,
  fallback: submitAction,
});
const openUrlAction = z.strictObject({ type: z.literal('Action.OpenUrl'), ...common, url: z.url() });
/** What opens a dialog in a room, and every button within one: see dialogs.ts. */
const dialogAction = z.strictObject({
  type: z.literal('Action.Submit'),
  ...answering,
  data: z.strictObject({ pd: actionSchema, msteams: z.strictObject({ type: z.literal('task/fetch') }).optional() }),
});
const actionElement = z.discriminatedUnion('type', [executeAction, openUrlAction]);
const actionSet = z.strictObject({ type: z.literal('ActionSet'), actions: z.array(actionElement).min(1) });

const input = {
  id: z.string().min(1),
  label: z.string().min(1),
  isRequired: z.boolean(),
  errorMessage: z.string().min(1),
};
const textInput = z.strictObject({
  type: z.literal('Input.Text'),
  ...input,
  value: z.string(),
  maxLength: z.number().int().positive().optional(),
  style: z.enum(['Email', 'Tel']).optional(),
  isMultiline: z.literal(true).optional(),
});
const dateInput = z.strictObject({ type: z.literal('Input.Date'), ...input, value: z.iso.date().optional() });
const choices = z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) }));
const choiceSet = { type: z.literal('Input.ChoiceSet'), ...input, value: z.string().optional(), wrap: z.literal(true) };
const choiceInput = z.strictObject({
  ...choiceSet,
  style: z.enum(['compact', 'expanded']),
  placeholder: z.string().optional(),
  choices: choices.min(1),
});

/** Found by typing. Its choices are in the card, or asked for (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search). */
const searchInput = z
  .strictObject({
    ...choiceSet,
    style: z.literal('filtered'),
    placeholder: z.string().optional(),
    choices,
    'choices.data': z.strictObject({ type: z.literal('Data.Query'), dataset: z.literal('customers') }).optional(),
  })
  .refine((made) => made.choices.length > 0 || made['choices.data'] !== undefined, 'nothing to choose from');

const column = z.strictObject({
  type: z.literal('Column'),
  width: z.enum(['auto', 'stretch']),
  verticalContentAlignment: z.literal('Center').optional(),
  items: z.array(z.discriminatedUnion('type', [textBlock, actionSet])),
});
const columnSet = z.strictObject({
  type: z.literal('ColumnSet'),
  spacing: spacing.optional(),
  separator: z.literal(true).optional(),
  columns: z.array(column),
});
const container = z.strictObject({
  type: z.literal('Container'),
  style: z.enum(['emphasis', 'good', 'warning', 'attention', 'accent']).optional(),
  bleed: z.literal(true).optional(),
  separator: z.literal(true).optional(),
  spacing: spacing.optional(),
  items: z.array(textBlock),
});

const elementSchema = z.discriminatedUnion('type', [
  textBlock,
  factSet,
  actionSet,
  textInput,
  dateInput,
  z.discriminatedUnion('style', [choiceInput, searchInput]),
  columnSet,
  container,
]);

/** Whose clients ask by themselves for a view of their own, and what they ask (Teams: at most 60 of them). */
const refresh = z.strictObject({
  action: z.strictObject({ type: z.literal('Action.Execute'), verb: z.string().min(1), data }),
  userIds: z.array(z.string().min(1)).min(1).max(60),
});

export const cardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal('1.5'),
  msteams: z.strictObject({ width: z.literal('Full') }),
  fallbackText: z.string(),
  speak: z.string(),
  refresh: refresh.optional(),
  body: z.array(elementSchema).min(1),
  actions: z.array(actionElement).min(1).optional(),
});

export type AdaptiveCardJson = z.infer<typeof cardSchema>;
export type ElementJson = z.infer<typeof elementSchema>;
export type ActionJson = z.infer<typeof actionElement>;
export type SubmitJson = z.infer<typeof dialogAction>;
export type TextBlockJson = z.infer<typeof textBlock>;
export type ColumnJson = z.infer<typeof column>;
