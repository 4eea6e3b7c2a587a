// Promise of the bar: whoever has a desk gets there from the phone too, nobody else is sent there.
import { beforeAll, expect, test } from 'vitest';
import { allTexts } from '../../i18n';
import type { Role } from '../../wire/wire';
import { tabsOf } from './tabs';

beforeAll(allTexts);

test.each<[Role, string | undefined]>([
  ['safety_office', '/desk/hazards'],
  ['vice_principal', '/desk/hazards'],
  ['principal', '/desk/hazards'],
  ['bureau_officer', '/desk/schools'],
  ['inspector', undefined],
  ['kitchen_manager', undefined],
  ['staff', undefined],
])('%s reaches the desk %s from the bar of a phone', (role, home) => {
  const tabs = tabsOf([role], { hazards: 0, approvals: 0 });

  expect(tabs.find(({ label }) => label === '办公')?.to).toBe(home);
  expect(tabs.length).toBeLessThanOrEqual(5);
});
