// Promises of the fields: what a thumb, a Chinese keyboard or a screen reader does, arrives right.
// @vitest-environment happy-dom
import { mount } from '@vue/test-utils';
import { describe, expect, test } from 'vitest';
import ChoiceField from './ChoiceField.vue';
import CodeInput from './CodeInput.vue';
import NumberField from './NumberField.vue';
import PinPad from './PinPad.vue';
import SegmentedAnswer from './SegmentedAnswer.vue';

const number = { label: '冷藏柜温度', less: '减', more: '加' };

describe('a number', () => {
  test.each([
    ['11.5', 11.5],
    ['１１．５', 11.5],
    ['11。5', 11.5],
    ['-18', -18],
    ['−18', -18],
    ['12度', 12],
    ['', null],
    ['-', null],
  ])('typed as %s is read as %s', async (typed, expected) => {
    const field = mount(NumberField, { props: { ...number, modelValue: 7 } });

    await field.get('input').setValue(typed);

    expect(field.emitted('update:modelValue')).toEqual([[expected]]);
  });

  test('keeps the point that was just typed', async () => {
    const field = mount(NumberField, { props: { ...number, modelValue: null } });

    await field.get('input').setValue('4.');

    expect(field.get('input').element.value).toBe('4.');
  });

  test('steps without the dust of binary fractions', async () => {
    const field = mount(NumberField, { props: { ...number, step: 0.1, modelValue: 0.2 } });

    await field.get('button[aria-label="加"]').trigger('click');

    expect(field.emitted('update:modelValue')).toEqual([[0.3]]);
  });

  test.each(['减', '加'])('is not invented by %s: the field asks to be typed into', async (key) => {
    const props = { ...number, modelValue: null };
    const field = mount(NumberField, { props, attachTo: document.body });

    await field.get(`button[aria-label="${key}"]`).trigger('click');

    expect(field.emitted('update:modelValue')).toBeUndefined();
    expect(document.activeElement).toBe(field.get('input').element);
    field.unmount();
  });
});

describe('a code', () => {
  test('typed in small letters, with a gap and an O for a zero, is clean', async () => {
    const field = mount(CodeInput, { props: { label: '编号', modelValue: '' } });

    await field.get('input').setValue('8k3d 4moi');

    expect(field.emitted('update:modelValue')).toEqual([['8K3D4M01']]);
    expect(field.emitted('complete')).toEqual([['8K3D4M01']]);
  });

  test('that is not whole yet completes nothing', async () => {
    const field = mount(CodeInput, { props: { label: '编号', modelValue: '' } });

    await field.get('input').setValue('8k3d');

    expect(field.emitted('complete')).toBeUndefined();
  });
});

describe('a PIN', () => {
  const pad = { label: '口令', erase: '删掉一位' };

  test('is complete with its sixth digit, by key or by keyboard, wherever the focus is', () => {
    const field = mount(PinPad, { props: { ...pad, modelValue: '12345' } });

    window.dispatchEvent(new KeyboardEvent('keydown', { key: '6' }));

    expect(field.emitted('complete')).toEqual([['123456']]);
  });

  test('hears nothing once it is gone', () => {
    const field = mount(PinPad, { props: { ...pad, modelValue: '12345' } });
    field.unmount();

    window.dispatchEvent(new KeyboardEvent('keydown', { key: '6' }));

    expect(field.emitted('complete')).toBeUndefined();
  });

  test('takes nothing while locked', async () => {
    const field = mount(PinPad, { props: { ...pad, locked: true, modelValue: '' } });

    await field.get('.key').trigger('click');

    expect(field.emitted('update:modelValue')).toBeUndefined();
  });
});

describe('an answer', () => {
  test('is one of three radios that carry their words', async () => {
    const labels = { pass: '合格', fail: '不合格', na: '不适用' };
    const field = mount(SegmentedAnswer, {
      props: { name: 'i9', legend: '生熟分开', labels, modelValue: null },
    });

    await field.get('input[value="fail"]').setValue();

    expect(field.findAll('label').map((label) => label.text())).toEqual(Object.values(labels));
    expect(field.emitted('update:modelValue')).toEqual([['fail']]);
  });
});

describe('a choice', () => {
  const options = ['a', 'b'].map((value) => ({ value, label: value }));

  test('of many keeps the others', async () => {
    const field = mount(ChoiceField, {
      props: { name: 'k', legend: '看到', options, many: true, modelValue: ['a'] },
    });

    await field.get('input[value="b"]').trigger('change');

    expect(field.emitted('update:modelValue')).toEqual([[['a', 'b']]]);
  });

  test('of one replaces the other', async () => {
    const field = mount(ChoiceField, {
      props: { name: 'k', legend: '看到', options, modelValue: ['a'] },
    });

    await field.get('input[value="b"]').trigger('change');

    expect(field.emitted('update:modelValue')).toEqual([[['b']]]);
  });
});
