import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import type { EventData, UnitTreeEvent } from '@thidua/events';
import type { UnitAttributes } from '@thidua/hierarchy';
import { refuse, storable } from '@thidua/service/refusals';
import { childrenFault, codeFault, lifeFault, parentFault } from './placement.js';
import type {
  ChangeUnit,
  DissolveUnit,
  MoveUnit,
  NewUnit,
  RecodeUnit,
  RegisterUnit,
  UnitRefusal,
} from './unit-commands.js';
import { attributesOn, childrenDuring, spansOf, type TreeUnit, type UnitTree } from './unit-tree.state.js';

type Decision = readonly UnitTreeEvent[] | UnitRefusal;

const isFault = <Fault>(fault: Fault | null): fault is Fault => fault !== null;

export const registerUnit = (command: RegisterUnit, tree: UnitTree): Decision => {
  const { unitId, level, code, parentUnitId, validFrom: from } = command;
  if (tree.units.has(unitId)) return refuse('DUPLICATE', ['unitId'], { code: unitId });
  const days = { level, from, until: null };
  const faults = [
    parentFault(tree, { ...days, parentUnitId, field: ['parentUnitId'] }),
    code === null ? null : (codeFault(tree, { ...days, code, field: ['code'] }) ?? strayCode(command, tree)),
  ].filter(isFault);
  return refusedFor(faults) ?? stored([{ type: 'UnitRegistered.v1', data: registration(command, from) }], 'unitType');
};

/** A hamlet begins with the code of its commune; later the commune may merge and the hamlet keeps its own. */
const strayCode = ({ level, code, parentUnitId, validFrom }: RegisterUnit, tree: UnitTree): UnitRefusal | null => {
  const parent = level === 'hamlet' && parentUnitId !== null ? tree.units.get(parentUnitId) : undefined;
  const parentCode = parent && attributesOn(parent, validFrom)?.code;
  if (!parentCode || code?.startsWith(`${parentCode}-`)) return null;
  const rule = `${parentCode}-nn`;
  return refuse('CODE_INVALID', ['code'], { value: code ?? '', level, rule });
};

export const registration = (unit: NewUnit, validFrom: string): EventData<'UnitRegistered.v1'> => ({
  unitId: unit.unitId,
  level: unit.level,
  type: unit.unitType,
  nameVi: unit.nameVi,
  ...(unit.nameEn != null && { nameEn: unit.nameEn }),
  ...(unit.parentUnitId !== null && { parentUnitId: unit.parentUnitId }),
  ...(unit.code !== null && { code: unit.code }),
  validFrom,
  ...(unit.generated && { generated: true }),
});

/** What one command makes of a unit: nothing where it holds already, else its event and what speaks against it. */
interface Change {
  readonly holds: boolean;
  readonly faults: () => readonly (UnitRefusal | null)[];
  readonly event: UnitTreeEvent;
  /** How the command calls the value that the event calls `to`. */
  readonly valueField: string;
}

export const changeUnit = (command: ChangeUnit, tree: UnitTree): Decision => {
  const { unitId, validFrom, expectedRevision } = command;
  const unit = tree.units.get(unitId);
  if (!unit) return refuse('NOT_FOUND', ['unitId']);
  if (command.type === 'DissolveUnit' && unit.ends === validFrom) return [];
  const now = attributesOn(unit, validFrom);
  const noLife = lifeFault(unit, validFrom, ['validFrom']);
  if (noLife || !now) return noLife ?? refuse('NOT_FOUND', ['unitId']);
  const change = changeOf(command, tree, unit, now);
  // What holds already is no conflict, whoever made it so.
  if (change.holds) return [];
  return (
    revisionFault(unit, expectedRevision, ['expectedRevision']) ??
    refusedFor(change.faults().filter(isFault)) ??
    stored([change.event], change.valueField)
  );
};

export const revisionFault = (unit: TreeUnit, expected: number | null, field: readonly string[]): UnitRefusal | null =>
  expected === null || expected === unit.revision
    ? null
    : refuse('REVISION_CONFLICT', field, { expected, actual: unit.revision });

const changeOf = (command: ChangeUnit, tree: UnitTree, unit: TreeUnit, now: UnitAttributes): Change => {
  const data = {
    unitId: command.unitId,
    validFrom: command.validFrom,
    ...(command.legalBasis != null && { legalBasis: command.legalBasis }),
  };
  const faults = () => [];
  switch (command.type) {
    case 'RenameUnit': {
      const { nameVi: to } = command;
      const event = { type: 'UnitRenamed.v1', data: { ...data, from: now.nameVi, to } } as const;
      return { holds: to === now.nameVi, faults, event, valueField: 'nameVi' };
    }
    case 'ReclassifyUnit': {
      const { unitType: to } = command;
      const event = { type: 'UnitReclassified.v1', data: { ...data, from: now.type, to } } as const;
      return { holds: to === now.type, faults, event, valueField: 'unitType' };
    }
    case 'RecodeUnit':
      return recoding(command, data, tree, unit, now);
    case 'MoveUnit':
      return moving(command, data, tree, unit, now);
    case 'DissolveUnit':
      return dissolving(command, data, tree, unit);
  }
};

type Stated = Pick<EventData<'UnitMoved.v1'>, 'unitId' | 'validFrom' | 'legalBasis'>;

const recoding = ({ code }: RecodeUnit, data: Stated, tree: UnitTree, unit: TreeUnit, now: UnitAttributes): Change => ({
  holds: code === now.code,
  faults: () => {
    if (code === null) return [];
    const days = { from: data.validFrom, until: untilNext(unit, 'code', data.validFrom) };
    return [codeFault(tree, { level: unit.level, code, ...days, field: ['code'] }, (holder) => holder === unit)];
  },
  event: {
    type: 'UnitRecoded.v1',
    data: { ...data, ...(now.code !== null && { from: now.code }), ...(code !== null && { to: code }) },
  },
  valueField: 'code',
});

const moving = (
  { toParentId }: MoveUnit,
  data: Stated,
  tree: UnitTree,
  unit: TreeUnit,
  now: UnitAttributes,
): Change => ({
  holds: toParentId === now.parentUnitId,
  faults: () => {
    const days = { from: data.validFrom, until: untilNext(unit, 'parentUnitId', data.validFrom) };
    return [parentFault(tree, { level: unit.level, parentUnitId: toParentId, ...days, field: ['toParentId'] })];
  },
  event: {
    type: 'UnitMoved.v1',
    data: {
      ...data,
      ...(now.parentUnitId !== null && { fromParentId: now.parentUnitId }),
      ...(toParentId !== null && { toParentId }),
    },
  },
  valueField: 'toParentId',
});

const dissolving = ({ validFrom }: DissolveUnit, data: Stated, tree: UnitTree, unit: TreeUnit): Change => ({
  holds: false,
  faults: () => [endFault(unit), childrenFault(unit, childrenDuring(tree, unit.unitId, validFrom), ['unitId'])],
  event: { type: 'UnitDissolved.v1', data: { ...data, successors: [] } },
  valueField: 'unitId',
});

/** A unit ends once: for another day its end would have to be taken back first. */
export const endFault = (unit: TreeUnit, field: readonly string[] = ['unitId']): UnitRefusal | null =>
  unit.ends === null ? null : lifeFault(unit, unit.ends, field);

/** First day on which a value given from a day on is followed by one that is stated already. */
export const untilNext = (unit: TreeUnit, name: 'code' | 'parentUnitId', from: string): string | null =>
  spansOf(unit, name).find((span) => span.from > from)?.from ?? unit.ends;

/** Refuses words that no event can hold, by the names that the command gives them. */
const stored = (
  events: readonly UnitTreeEvent[],
  valueField: string,
): Decision | Refusal<'TEXT_INVALID' | 'TOO_MANY'> =>
  storable(events, (_, path) => path.map((step) => (step === 'to' || step === 'type' ? valueField : step)));
