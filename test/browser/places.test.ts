import { describe, expect, it } from '@jest/globals';
import { aroundAll } from './around.js';
import type { Desk } from './desk.js';

let desk: Desk;
aroundAll((opened) => {
  desk = opened;
});

/** Each step follows the one before. */
describe('countries and states, in a real browser', () => {
  it('show in Teams by name what is chosen, and are found by typing', async () => {
    await desk.become('Tom Becker');
    await desk.inTeams('update Fabrikam');
    const state = desk.card.getByRole('combobox', { name: 'State/province' });
    await state.waitFor();
    expect(await state.inputValue()).toBe('Oregon (OR)');
    await desk.card.getByRole('button', { name: 'Change country/region' }).click();
    const country = desk.card.getByRole('combobox', { name: 'Country/region' });
    await country.waitFor();
    expect(await country.inputValue()).toBe('United States (US)');
    await desk.shoot('places-1-countries');
    await country.fill('China (CN)');
    await desk.card.getByRole('button', { name: 'Continue' }).click();
    await desk.card.getByText('China', { exact: true }).waitFor();
  });

  it('a code that is typed is a choice too, and what was not typed stays', async () => {
    await desk.card.getByRole('combobox', { name: 'State/province' }).fill('GD');
    await desk.card.getByLabel('City').fill('深圳');
    await desk.card.getByLabel('Postal code').fill('５１８０５７');
    await desk.card.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Chinese (Simplified)' });
    await desk.shoot('places-2-province');
    await desk.card.getByRole('button', { name: 'Review' }).click();
    await desk.card.getByText('→ Guangdong (GD)').waitFor();
    await desk.card.getByText('→ 518057').waitFor();
    await desk.shoot('places-3-review');
  });

  it('nothing that the page loaded or ran was complained about', () => {
    expect(desk.complaints).toEqual([]);
  });
});
