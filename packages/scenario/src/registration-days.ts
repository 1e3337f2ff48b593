import type { Cast } from './cast.js';
import { atMost } from './cast.js';
import { memberPlace } from './demo-identity.js';
import { makeDice } from './dice.js';

/** The plan reaches the province's own people first, then the communes and hamlets; a few days only. */
const firstDay = '2022-02-21';
const days = [
  '2022-02-23',
  '2022-02-25',
  '2022-03-01',
  '2022-03-03',
  '2022-03-07',
  '2022-03-09',
  '2022-03-11',
  '2022-03-15',
] as const;
const lateDays = ['2022-03-29', '2022-04-12', '2022-04-28'] as const;

/** Not registered by 15 March, and those of them who never do. */
const lateCommunes = 3;
const lateHamlets = 40;
const absentHamlets = 2;

/** The day on which each registers, by place; a hamlet that has none never does. */
export const registrationDays = (seed: string, { units, hamlets, members }: Cast): ReadonlyMap<string, string> => {
  const dice = makeDice(seed, 'registration');
  const communes = dice.shuffle(units.filter(({ level }) => level === 'commune').map(({ code }) => code));
  const boards = dice.shuffle(hamlets.map(({ code }) => code));
  const slowCommunes = atMost(lateCommunes, communes);
  const slowBoards = atMost(lateHamlets, boards);
  const absent = Math.min(absentHamlets, slowBoards);
  const on = (places: readonly string[], from: readonly string[]) =>
    places.map((place) => [place, dice.pick(from)] as const);
  return new Map([
    ...units.filter(({ level }) => level !== 'commune').map(({ code }) => [code, firstDay] as const),
    ...on(
      members.map(({ code }) => memberPlace(code)),
      days,
    ),
    ...on(communes.slice(slowCommunes), days),
    ...on(communes.slice(0, slowCommunes), lateDays),
    ...on(boards.slice(slowBoards), days),
    ...on(boards.slice(absent, slowBoards), lateDays),
  ]);
};
