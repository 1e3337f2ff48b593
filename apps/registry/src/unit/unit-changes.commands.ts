import type { Refusal } from '@thidua/event-sourcing';
import { objectIdOf } from '@thidua/events';
import type { UserRefusal } from '@thidua/service';
import type { UnitChangeInput, UnitsReorganiseInput } from './unit-changes.inputs.js';
import type { ChangeUnit, RegisterUnit, ReorganiseUnits } from './unit-commands.js';

/** Id of the unit that a command registers, or of one of those that a reorganisation founds. */
export const unitIdOf = (commandId: string, key: string | number = 0): string => objectIdOf('unit', commandId, key);

export const reorganisationIdOf = (commandId: string): string => objectIdOf('reorganisation', commandId);

/** The command that a mutation on one unit stands for. */
export const commandOf = (change: UnitChangeInput, commandId: string): RegisterUnit | ChangeUnit => {
  if (change.operation === 'unitRegister') {
    const { level, type, name, nameEn, parent, code, validFrom } = change.input;
    return {
      type: 'RegisterUnit',
      unitId: unitIdOf(commandId),
      level,
      unitType: type,
      nameVi: clean(name),
      nameEn: nameEn ?? null,
      parentUnitId: parent ?? null,
      code: code ?? null,
      validFrom,
    };
  }
  const { unit: unitId, validFrom, legalBasis, force, expectedRevision } = change.input;
  const expected = force === true ? null : (expectedRevision ?? null);
  const about = { unitId, validFrom, legalBasis: legalBasis ?? null, expectedRevision: expected };
  switch (change.operation) {
    case 'unitRename':
      return { type: 'RenameUnit', ...about, nameVi: clean(change.input.name) };
    case 'unitReclassify':
      return { type: 'ReclassifyUnit', ...about, unitType: change.input.type };
    case 'unitRecode':
      return { type: 'RecodeUnit', ...about, code: change.input.code ?? null };
    case 'unitMove':
      return { type: 'MoveUnit', ...about, toParentId: change.input.toParent };
    case 'unitDissolve':
      return { type: 'DissolveUnit', ...about };
  }
};

/** The command that a reorganisation stands for; keys of new units become their ids. */
export const reorganisationOf = (input: UnitsReorganiseInput, commandId: string): ReorganiseUnits => {
  const keys = new Set(input.newUnits.map(({ key }) => key));
  const idOf = (name: string) => (keys.has(name) ? unitIdOf(commandId, name) : name);
  return {
    type: 'ReorganiseUnits',
    reorganisationId: reorganisationIdOf(commandId),
    resolutionNo: input.resolutionNo,
    validFrom: input.validFrom,
    newUnits: input.newUnits.map(({ key, level, type, name, nameEn, parent, code }) => ({
      unitId: unitIdOf(commandId, key),
      level,
      unitType: type,
      nameVi: clean(name),
      nameEn: nameEn ?? null,
      parentUnitId: parent == null ? null : idOf(parent),
      code: code ?? null,
    })),
    mappings: input.mappings.map(({ from, to, coverage }) => ({ fromUnitId: from, toUnitId: idOf(to), coverage })),
    moves: input.moves.map(({ unit, toParent }) => ({ unitId: unit, toParentId: idOf(toParent) })),
    dissolve: input.dissolve,
    expectedRevisions:
      input.force === true
        ? null
        : (input.expectedRevisions ?? []).map(({ unit, revision }) => ({ unitId: unit, revision })),
  };
};

/** Text as it is stored: NFC, trimmed, one space between words. */
const clean = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/** What the rules call a field, and what the input calls it. */
const inputNames: Readonly<Record<string, string>> = {
  fromUnitId: 'from',
  toUnitId: 'to',
  unitType: 'type',
  nameVi: 'name',
  parentUnitId: 'parent',
  toParentId: 'toParent',
};

/** A refusal whose fields are named as the input names them. */
export const inTermsOfInput = (refusal: UserRefusal, unitField: 'unit' | 'key'): UserRefusal => {
  const renamed = ({ field, ...one }: UserRefusal): UserRefusal => ({
    ...one,
    ...(field && { field: field.map((name) => (name === 'unitId' ? unitField : (inputNames[name] ?? name))) }),
  });
  const also = refusal.also?.map((one: Refusal<UserRefusal['refused']>) => renamed(one));
  return { ...renamed(refusal), ...(also && { also }) };
};
