// The shared cases: the phone knows when a form was begun, and what it is for, exactly as the server does.
import { expect, test } from 'vitest';
import shared from '../../../tests/shared/slots.json';
import { begunMs, dueMs } from './begun';

test.each(shared.begun)('$name', ({ started_ms, skew_ms, captured_ms, begun_ms, due_ms }) => {
  const begun = begunMs(started_ms, skew_ms, captured_ms);

  expect([begun, dueMs(begun, captured_ms)]).toEqual([begun_ms, due_ms]);
});
