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

const states = ['draft', 'launched', 'suspended', 'reporting-closed', 'summarised', 'closed', 'cancelled'] as const;

describe('what a campaign lets happen in it', () => {
  it.each([
    ['mayRegister', ['launched', 'suspended', 'reporting-closed', 'summarised']],
    ['maySubmit', ['launched', 'reporting-closed', 'summarised']],
    ['mayCorrect', ['launched', 'reporting-closed', 'summarised', 'closed']],
    ['maySettle', ['launched', 'suspended', 'reporting-closed', 'summarised', 'closed']],
    ['mayRevoke', ['launched', 'suspended', 'reporting-closed', 'summarised', 'closed']],
    ['mayReschedule', ['launched', 'suspended', 'reporting-closed']],
    ['mayInvite', ['launched', 'suspended', 'reporting-closed', 'summarised']],
  ] as const)('%s: while it is %j', (gate, allowed) => {
    expect(states.filter((status) => gates[gate]({ status }))).toEqual(allowed);
  });
});
