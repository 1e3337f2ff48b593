import { describe, expect, it } from '@jest/globals';
import { committeeNameOf, workBoardNameOf } from './front-names.js';

describe('the name of a Front body', () => {
  it.each([
    ['Thành phố Hồ Chí Minh', 'Ủy ban MTTQ Việt Nam thành phố Hồ Chí Minh'],
    ['Thị trấn Càng Long', 'Ủy ban MTTQ Việt Nam thị trấn Càng Long'],
    ['Đặc khu Phú Quốc', 'Ủy ban MTTQ Việt Nam đặc khu Phú Quốc'],
    ['Xã Xã Tắc', 'Ủy ban MTTQ Việt Nam xã Xã Tắc'],
    ['Trà Vinh', 'Ủy ban MTTQ Việt Nam Trà Vinh'],
    ['Xãng', 'Ủy ban MTTQ Việt Nam Xãng'],
  ])('of %s is %s', (unit, name) => {
    expect(committeeNameOf(unit)).toBe(name);
  });

  it('of a hamlet names the board', () => {
    expect(workBoardNameOf('Ấp Cầu Xây')).toBe('Ban Công tác Mặt trận ấp Cầu Xây');
    expect(workBoardNameOf('Khóm 3')).toBe('Ban Công tác Mặt trận khóm 3');
  });
});
