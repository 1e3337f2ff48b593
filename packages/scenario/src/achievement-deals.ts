import { targetRangeOf } from './achievement-quantities.js';
import type { TemplateRow } from './campaign-file.js';
import type { Dice } from './dice.js';
import { reportsNoRoad } from './story-overstated-road.js';
import type { WorkOwner } from './work-owners.js';

/** What becomes of an achievement by the end of June. */
export type Fate =
  | 'APPROVED'
  | 'RETURNED_THEN_APPROVED'
  | 'RETURNED'
  | 'REJECTED'
  | 'WITHDRAWN_UNDER_REVIEW'
  | 'WITHDRAWN_UNSENT'
  | 'WAITING'
  | 'UNFINISHED';

/** So many of each among every two hundred. */
const fates: Readonly<Record<Fate, number>> = {
  APPROVED: 168,
  RETURNED_THEN_APPROVED: 8,
  RETURNED: 4,
  REJECTED: 4,
  WITHDRAWN_UNDER_REVIEW: 3,
  WITHDRAWN_UNSENT: 2,
  WAITING: 6,
  UNFINISHED: 5,
};

/** Deals a shuffled hand out before it shuffles the next. A card that does not fit stays for whoever comes later. */
const makeDealer = <Card>(cards: readonly Card[], dice: Dice) => {
  let hand: Card[] = [];
  return (fits: (card: Card) => boolean): Card => {
    if (!hand.some(fits)) hand = [...dice.shuffle(cards), ...hand];
    const index = hand.findLastIndex(fits);
    const [card] = index < 0 ? [] : hand.splice(index, 1);
    if (card === undefined) throw new Error('no card fits');
    return card;
  };
};

export const makeFateDealer = (dice: Dice): (() => Fate) => {
  const cards = Object.entries(fates).flatMap(([fate, count]) => Array.from({ length: count }, () => fate as Fate));
  const deal = makeDealer(cards, dice);
  return () => deal(() => true);
};

/** Works need a photo or an acceptance each, so there are two of the others for one of them. */
const copiesOf = ({ kind }: TemplateRow): number => (kind === 'WORK' ? 1 : 2);

/** A member organisation with fewer templates of its own takes those that many kinds of organisation carry. */
const ownTemplatesMin = 6;
const manyLeads = 3;

/** A lead that does not exist at a unit falls to its committee or board, so these take any template of their level. */
const templatesOf = ({ level, orgType }: WorkOwner, templates: readonly TemplateRow[]): readonly TemplateRow[] => {
  const ofLevel = templates.filter((template) => targetRangeOf(template, level));
  if (orgType === 'FRONT_COMMITTEE' || orgType === 'FRONT_WORK_BOARD') return ofLevel;
  const own = ofLevel.filter(({ leads }) => leads.includes(orgType));
  return own.length >= ownTemplatesMin ? own : [...own, ...ofLevel.filter(({ leads }) => leads.length >= manyLeads)];
};

/** Deals the templates of a level and a kind of organisation, each owner none twice where there are enough. */
export const makeTemplateDealer = (templates: readonly TemplateRow[], dice: Dice) => {
  const dealers = new Map<string, ReturnType<typeof makeDealer<TemplateRow>>>();
  return (owner: WorkOwner, had: ReadonlySet<string>): TemplateRow => {
    const group = `${owner.level}/${owner.orgType}`;
    const cards = templatesOf(owner, templates);
    const deal =
      dealers.get(group) ??
      makeDealer(
        cards.flatMap((card) => Array.from({ length: copiesOf(card) }, () => card)),
        dice,
      );
    dealers.set(group, deal);
    const isNew = cards.some(({ id }) => !had.has(id));
    return deal((template) => (!isNew || !had.has(template.id)) && !(reportsNoRoad(owner) && countsRoad(template)));
  };
};

const countsRoad = ({ metric, secondary }: TemplateRow): boolean => [metric, ...secondary].includes('road_metre');
