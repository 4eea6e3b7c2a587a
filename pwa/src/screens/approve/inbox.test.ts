// Promises of approving at a desk: the list keeps its place and there is always a hazard beside it.
import { afterEach, expect, test, vi } from 'vitest';
import type { RouteRecordRaw } from 'vue-router';
import type { HazardView } from '../../store/hazards';
import { deskRoutes } from '../desk/routes';
import { hazardRoutes } from '../hazards/routes';
import { besideList } from './inbox';

const view = (id: string) => ({ row: { id } }) as HazardView;
const inbox = { exceptional: [view('a'), view('b')], clean: [view('c')] };

async function entered(routes: RouteRecordRaw[], path: string, isWide: boolean): Promise<unknown> {
  vi.stubGlobal('matchMedia', () => ({ matches: isWide }));
  const enter = routes.find((route) => route.path === path)?.beforeEnter;
  return typeof enter === 'function' ? await Reflect.apply(enter, undefined, []) : undefined;
}

afterEach(() => vi.unstubAllGlobals());

test('the first exception is shown until another one is chosen', () => {
  expect(besideList(inbox, '')).toBe('a');
  expect(besideList(inbox, 'c')).toBe('c');
});

test('once the chosen one is approved, the next is there', () => {
  expect(besideList({ ...inbox, exceptional: [view('b')] }, 'a')).toBe('b');
  expect(besideList({ exceptional: [], clean: [] }, 'a')).toBeNull();
});

test('a wide screen has the list and the hazard, a phone its one column', async () => {
  expect(await entered(hazardRoutes, '/approve', true)).toBe('/desk/approve');
  expect(await entered(hazardRoutes, '/approve', false)).toBe(true);
  expect(await entered(deskRoutes, '/desk/approve', true)).toBe(true);
  expect(await entered(deskRoutes, '/desk/approve', false)).toBe('/approve');
});
