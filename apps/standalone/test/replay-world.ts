import { force, line, metres, people, person, Work } from './casebook-work.js';
import { type CasebookWorld, openCasebookWorld } from './casebook-world.js';

/** A world with a row in every table of every read model. */
export interface ReplayWorld {
  readonly world: CasebookWorld;
  readonly campaign: string;
  /** A position at which less was known, and one that is the head. */
  readonly early: string;
}

export const openReplayWorld = async (): Promise<ReplayWorld> => {
  const world = await openCasebookWorld();
  const campaign = await world.campaign('CB');
  const work = new Work(world, campaign);
  world.at('2022-03-01');
  const targets = [{ area: '2.5', metric: 'road_metre', value: '1000', scope: 'OWN', effectiveOn: '2022-03-01' }];
  await world.must('head@29242', 'participationSetTargets', { ...force, campaign, targets });
  const road = await work.approved('29242', [metres(120, '2022-02-25')]);
  await work.approved('29242-01', [people([person(1), person(2)], '2022-02-25')]);
  const early = road.receipt;
  world.at('2022-04-01');
  const shared = await work.register('29239');
  const contributions = [
    { organisation: world.org('29239'), role: 'LEAD', shareBp: 6000 },
    { organisation: world.org('29242'), role: 'PARTNER', shareBp: 4000 },
  ];
  await world.must('clerk@29239', 'achievementDeclareContributions', {
    ...force,
    achievement: shared.id,
    contributions,
  });
  await work.report(shared, [metres(50, '2022-03-20')]);
  await work.submit(shared);
  await work.correct(road, [metres(102, '2022-02-25')]);
  await work.approved('29239', [line('poor_share', '2022-03-20', { numerator: '3', denominator: '7' })]);
  await world.drain();
  return { world, campaign, early };
};
