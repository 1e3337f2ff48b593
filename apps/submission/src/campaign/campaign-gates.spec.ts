import { describe, expect, it } from '@jest/globals';
import {
  mayCorrect,
  mayInvite,
  mayRegister,
  mayReschedule,
  mayRevoke,
  maySettle,
  maySubmit,
} from './campaign-gates.js';

const gates = { mayCorrect, mayInvite, mayRegister, mayReschedule, mayRevoke, maySettle, maySubmit };

const states = ['draft', 'launched', 'suspended', 'reporting-closed', 'closed', 'cancelled'] as const;

describe('what a campaign lets happen in it', () => {
  it.each([
    ['mayRegister', ['launched', 'suspended', 'reporting-closed']],
    ['maySubmit', ['launched', 'reporting-closed']],
    ['mayCorrect', ['launched', 'reporting-closed', 'closed']],
    ['maySettle', ['launched', 'suspended', 'reporting-closed', 'closed']],
    ['mayRevoke', ['launched', 'suspended', 'reporting-closed', 'closed']],
    ['mayReschedule', ['launched', 'suspended', 'reporting-closed']],
    ['mayInvite', ['launched', 'suspended', 'reporting-closed']],
  ] as const)('%s: while it is %j', (gate, allowed) => {
    expect(states.filter((status) => gates[gate]({ status }))).toEqual(allowed);
  });
});
