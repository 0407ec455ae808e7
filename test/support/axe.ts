// Accessibility findings that matter, in a form that reads well in a failed test.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** Rule and elements of every serious or critical finding on the page as it is now. */
export async function seriousFindings(page: Page): Promise<readonly [rule: string, elements: string][]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' ')).join(' | ')]);
}
