import type { Answer } from '../../core/answer.js';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { modalSchema } from '../../cards/block-kit/schema.js';
import { toAdaptiveCard, toSlackModal } from '../../cards/render.js';
import { english } from './samples.js';

/** What the Teams client sends for a form's first button, when nothing was typed. */
export function submitInTeams(answer: Answer): unknown {
  const { body, actions } = cardSchema.parse(toAdaptiveCard(answer, english).card);
  const inputs = body.flatMap((element) => ('id' in element ? [[element.id, element.value ?? '']] : []));
  const first = actions?.[0];
  return first?.type === 'Action.Execute' ? { ...first.data, ...Object.fromEntries(inputs) } : undefined;
}

/** What Slack sends for a modal that was submitted as it was opened. */
export function submitInSlack(answer: Answer) {
  const view = modalSchema.parse(toSlackModal(answer, english));
  const values = view.blocks.flatMap((block) =>
    block.type === 'input' ? [[block.block_id, { [block.element.action_id]: stateOf(block.element) }]] : [],
  );
  return { private_metadata: view.private_metadata ?? '', state: { values: Object.fromEntries(values) } };
}

type View = ReturnType<typeof modalSchema.parse>;
type Input = Extract<View['blocks'][number], { type: 'input' }>['element'];

function stateOf(element: Input) {
  switch (element.type) {
    case 'datepicker':
      return { type: element.type, selected_date: element.initial_date ?? null };
    case 'static_select':
      return { type: element.type, selected_option: element.initial_option ?? null };
    default:
      return { type: element.type, value: ('initial_value' in element ? element.initial_value : undefined) ?? null };
  }
}
