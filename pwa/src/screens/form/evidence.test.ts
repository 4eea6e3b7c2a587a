// Promises of an item's ground: what it stands on comes first, and how sure that is stands beside it in words.
import { expect, test } from 'vitest';
import type { Basis } from '../../domain/checklist';
import { groundOf } from './evidence';

const basis = (zh: string, verified: boolean): Basis => ({ text: { zh, en: zh }, verified });

test('an article that was read says so', () => {
  expect(groundOf([basis('消防法§28', true)], 'V L2')).toBe('消防法§28（已核对法条原文）');
});

test('an excerpt is told from an article, in the same item', () => {
  const two = [basis('消防法§28', true), basis('重大隐患指南三（一）4', false)];

  expect(groundOf(two, 'V L2; E E5')).toBe(
    '消防法§28（已核对法条原文）；重大隐患指南三（一）4（摘录，待核对）',
  );
});

test('common practice, what superiors ask for, and what nobody checked are each named', () => {
  expect(groundOf([basis('实验室自查表', false)], 'F E22')).toBe('实验室自查表（行业做法）');
  expect(groundOf([basis('市级工作要求', false)], 'S S004')).toBe('市级工作要求（上级要求）');
  expect(groundOf([basis('门卫规范', false)], 'GK')).toBe('门卫规范（待核对）');
  expect(groundOf([basis('食安法§34', false)], 'V L3')).toBe('食安法§34（待核对）');
});

test('no letter and no number of our fact base is left', () => {
  for (const mark of ['E E3; F', 'E E44; S000', 'V L3; S004监督质量', 'F(高校宿舍检查)', 'E E8,E2'])
    expect(groundOf([basis('值班制度', false)], mark)).not.toMatch(/[A-Z]/);
});
