import { describe, expect, it } from '@jest/globals';
import { organisationOf, world } from '../test/world.js';
import { type Appointment, actingUnder, inForce } from './world.js';

const appointment = (appointmentId: string, more: Partial<Appointment> = {}): Appointment => ({
  appointmentId,
  userId: 'p',
  orgId: 'FRONT_COMMITTEE@842',
  role: 'REVIEWER',
  validFrom: '2022-01-01',
  validTo: null,
  ...more,
});

const acting = (appointments: readonly Appointment[], chosen: string | null = null, today = '2022-06-01') => {
  const answer = actingUnder(appointments, chosen, today, world);
  return typeof answer === 'string' ? answer : answer.appointment.appointmentId;
};

describe('an appointment', () => {
  it('is in force from its first to its last day, both included', () => {
    const held = [appointment('a', { validFrom: '2022-02-01', validTo: '2022-05-31' }), appointment('b')];
    const on = (day: string) => inForce(held, day).map(({ appointmentId }) => appointmentId);
    expect(['2021-12-31', '2022-01-31', '2022-02-01', '2022-05-31', '2022-06-01'].map(on)).toEqual([
      [],
      ['b'],
      ['a', 'b'],
      ['a', 'b'],
      ['b'],
    ]);
  });

  it('released before it began is never in force', () => {
    expect(inForce([appointment('a', { validFrom: '2022-02-01', validTo: '2022-01-31' })], '2022-02-01')).toEqual([]);
  });
});

describe('somebody acts', () => {
  it('under the only appointment they hold, named or not', () => {
    expect(acting([appointment('a')])).toBe('a');
    expect(acting([appointment('a')], 'a')).toBe('a');
  });

  it('under the one they choose of several', () => {
    expect(acting([appointment('a'), appointment('b')], 'b')).toBe('b');
  });

  it('under the only one in force where the others have ended or not begun', () => {
    const others = [appointment('old', { validTo: '2022-05-31' }), appointment('next', { validFrom: '2022-06-02' })];
    expect(acting([...others, appointment('a')])).toBe('a');
  });

  it('as the person, the role and the organisation of the appointment', () => {
    expect(actingUnder([appointment('a')], null, '2022-06-01', world)).toEqual({
      userId: 'p',
      appointment: appointment('a'),
      organisation: organisationOf('FRONT_COMMITTEE@842'),
    });
  });
});

describe('nobody acts', () => {
  it('without an appointment', () => {
    expect(acting([])).toBe('no-appointment');
  });

  it('the day after the appointment ended, nor the day before it begins', () => {
    expect(acting([appointment('a', { validTo: '2022-05-31' })])).toBe('no-appointment');
    expect(acting([appointment('a', { validFrom: '2022-06-02' })])).toBe('no-appointment');
  });

  it('under one of several appointments that they did not choose', () => {
    expect(acting([appointment('a'), appointment('b')])).toBe('choose-appointment');
  });

  it("under an appointment that is somebody else's, ended, or was never given", () => {
    const held = [appointment('a'), appointment('old', { validTo: '2022-05-31' })];
    expect(acting(held, 'somebody-else')).toBe('appointment-not-yours');
    expect(acting(held, 'old')).toBe('appointment-not-yours');
    expect(acting([], 'a')).toBe('appointment-not-yours');
    expect(acting(held, '')).toBe('appointment-not-yours');
  });

  it('for an organisation that the registry does not know', () => {
    expect(acting([appointment('a', { orgId: 'elsewhere' })])).toBe('appointment-not-yours');
  });
});
