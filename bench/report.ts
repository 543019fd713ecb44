/** One line of the table. */
export interface Finding {
  section: string;
  what: string;
  /** As DESIGN's budgets have it: `≤ 1.00 ×`. Absent: a figure without a budget, told for completeness. */
  budget?: string;
  measured: string;
  /** Absent where there is no budget. */
  holds?: boolean;
}

/** A finding against an upper bound. `unit` stands behind both figures. */
export function against(
  section: string,
  what: string,
  { bound, measured, unit, digits = 2 }: { bound: number; measured: number; unit: string; digits?: number },
): Finding {
  const show = (figure: number) => `${figure.toFixed(digits)} ${unit}`;
  return { section, what, budget: `≤ ${show(bound)}`, measured: show(measured), holds: measured <= bound };
}

/** The table as text, columns aligned, with a last line that counts what falls short. */
export function table(findings: readonly Finding[]): string {
  const rows = [
    ['section', 'what', 'budget', 'measured', ''],
    ...findings.map(({ section, what, budget = '–', measured, holds }) => [
      section,
      what,
      budget,
      measured,
      word(holds),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const budgeted = findings.filter(({ holds }) => holds !== undefined);
  const short = budgeted.filter(({ holds }) => holds === false).length;
  return `${lines.join('\n')}\n\n${budgeted.length - short} of ${budgeted.length} budgets hold.\n`;
}

function word(holds: boolean | undefined): string {
  if (holds === undefined) return '';
  return holds ? 'holds' : 'falls short';
}
