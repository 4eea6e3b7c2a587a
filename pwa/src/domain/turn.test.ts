// Promises of the inbox: what waits for me, and what is still ahead of a hazard.
import { describe, expect, test } from 'vitest';
import type { MoveOption } from './hazard';
import { stepsAhead, turns, waitingFor } from './turn';

const option = (move: MoveOption['move'], blocked: string | null = null): MoveOption => ({
  move,
  signed: false,
  blocked,
});

describe('what waits for me', () => {
  test('a move that brings the hazard on waits for me', () => {
    expect(turns('registered', [option('assess'), option('void_ask')])).toEqual([option('assess')]);
  });

  test('changing an order or asking for a void is my right, not my turn', () => {
    expect(turns('rectifying', [option('assign'), option('void_ask')])).toEqual([]);
  });

  test('a move I may not make waits for somebody else', () => {
    expect(turns('rectified', [option('recheck', 'hazard.own_work')])).toEqual([]);
  });

  test('a void somebody asked for waits for the principal in any state', () => {
    expect(turns('rectifying', [option('void')])).toEqual([option('void')]);
  });
});

describe('what is still ahead', () => {
  test('only a major hazard goes to the bureau', () => {
    expect(stepsAhead('rectified', 'major')).toEqual(['recheck', 'approve', 'accept']);
    expect(stepsAhead('rectified', 'larger')).toEqual(['recheck', 'approve']);
  });

  test('a closed hazard has nothing ahead', () => {
    expect(stepsAhead('struck_off', 'general')).toEqual([]);
    expect(stepsAhead('void', null)).toEqual([]);
  });

  test('it names the person where one is responsible, else the role', () => {
    const hazard = { owner: 'li', supervisor: 'zhou' };
    expect(waitingFor('rectifying', hazard)).toEqual({ role: 'owner', person: 'li' });
    expect(waitingFor('rectified', hazard)).toEqual({ role: 'supervisor', person: 'zhou' });
    expect(waitingFor('registered', hazard)).toEqual({ role: 'safety_office', person: null });
    expect(waitingFor('assessed', hazard)).toEqual({ role: 'vice_principal', person: null });
    expect(waitingFor('approved', hazard)).toEqual({ role: 'bureau_officer', person: null });
    expect(waitingFor('struck_off', hazard)).toBeNull();
    expect(waitingFor('rechecked', hazard)).toEqual({ role: 'principal', person: null });
  });
});
