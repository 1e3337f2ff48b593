import type { UnitLevel } from '@thidua/events';
import type { ImportRow } from '../src/unit/import-units.js';
import type { NewUnit } from '../src/unit/unit-commands.js';
import { attributesOn, childrenDuring } from '../src/unit/unit-tree.state.js';
import { rowsOf, type UnitLog } from './units.js';

type UnitRow = 'code' | 'parent_code' | 'level' | 'type' | 'name_vi' | 'name_en';
type ChangeRow =
  | 'effective_date'
  | 'change'
  | 'code'
  | 'level'
  | 'parent_after'
  | 'type_after'
  | 'name_after'
  | 'successor_code';
type MapRow = 'level' | 'old_code' | 'new_code' | 'coverage' | 'via_code';
type Change = Readonly<Record<ChangeRow, string>>;
type Unit = Readonly<Record<UnitRow, string>>;
type Mapped = Readonly<Record<MapRow, string>>;

export const reform = '2025-07-01';
const dayBeforeReform = '2025-06-30';

export const importCountry = (log: UnitLog): void => {
  const rows = rowsOf<UnitRow>('vn-units-2022.csv').map(
    (row, n): ImportRow => ({
      line: n + 2,
      unitId: `${row.code}@2022`,
      code: row.code,
      parentCode: row.parent_code || null,
      level: row.level,
      type: row.type,
      nameVi: row.name_vi,
      nameEn: row.name_en || null,
      generated: false,
    }),
  );
  log.do({ type: 'ImportUnits', rows, validFrom: '2022-01-01' });
};

/** Replays the changes of a day in the order that leaves no unit without a parent and no code with two holders. */
const replayDay = (log: UnitLog, validFrom: string, changes: readonly Change[]): void => {
  const of = (level: string, ...kinds: readonly string[]) =>
    changes.filter((row) => row.level === level && kinds.includes(row.change));
  const kept = ['reclassified', 'renamed', 'respelled', 'reparented', 'recoded'];
  merge(
    log,
    validFrom,
    of('commune', 'removed').filter((row) => row.successor_code),
  );
  for (const row of of('commune', 'removed')) if (!row.successor_code) dissolve(log, validFrom, row.code);
  for (const level of ['province', 'district', 'commune']) {
    for (const row of of(level, 'added')) register(log, validFrom, row);
    for (const row of of(level, ...kept)) keep(log, validFrom, row);
  }
  for (const row of of('district', 'removed')) dissolve(log, validFrom, row.code);
};

export const replayChanges = (log: UnitLog): readonly string[] => {
  const byDay = Map.groupBy(rowsOf<ChangeRow>('vn-unit-changes-2022-2025.csv'), (row) => row.effective_date);
  const days = [...byDay.keys()].sort();
  for (const day of days) replayDay(log, day, byDay.get(day) ?? []);
  return days;
};

const dissolve = (log: UnitLog, validFrom: string, code: string): void => {
  log.do({ type: 'DissolveUnit', unitId: log.idOf(code, validFrom), validFrom, expectedRevision: null });
};

const register = (log: UnitLog, validFrom: string, row: Change): void => {
  log.do({
    type: 'RegisterUnit',
    unitId: `${row.code}@${validFrom}`,
    level: row.level as UnitLevel,
    unitType: row.type_after,
    nameVi: row.name_after,
    parentUnitId: log.idOf(row.parent_after, validFrom),
    code: row.code,
    validFrom,
  });
};

/** A unit that stays the same unit: what differs is changed, what holds already makes no event. */
const keep = (log: UnitLog, validFrom: string, row: Change): void => {
  const unitId = log.idOf(row.code, validFrom);
  const change = { unitId, validFrom, expectedRevision: null };
  if (row.change === 'recoded') log.do({ ...change, type: 'RecodeUnit', code: row.successor_code });
  log.do({ ...change, type: 'RenameUnit', nameVi: row.name_after });
  log.do({ ...change, type: 'ReclassifyUnit', unitType: row.type_after });
  const toParentId = row.parent_after === '' ? null : log.idOf(row.parent_after, validFrom);
  log.do({ ...change, type: 'MoveUnit', toParentId });
};

/** Units that are removed into one that takes them over: it ends as well, and a new one has its code. */
const merge = (log: UnitLog, validFrom: string, removed: readonly Change[]): void => {
  for (const [code, rows] of Map.groupBy(removed, (row) => row.successor_code)) {
    const target = log.holder(code, validFrom);
    const now = target && attributesOn(target, validFrom);
    if (!target || !now) throw new Error(`nobody holds ${code} on ${validFrom}`);
    const { level, type: unitType, nameVi, parentUnitId } = now;
    const toUnitId = `${code}@${validFrom}`;
    const from = [target.unitId, ...rows.map((row) => log.idOf(row.code, validFrom))];
    log.do({
      type: 'ReorganiseUnits',
      reorganisationId: `merge-${toUnitId}`,
      resolutionNo: '1277/NQ-UBTVQH15',
      validFrom,
      newUnits: [{ unitId: toUnitId, level, unitType, nameVi, parentUnitId, code }],
      mappings: from.map((fromUnitId) => ({ fromUnitId, toUnitId, coverage: 'FULL' as const })),
      moves: [],
      dissolve: [],
      expectedRevisions: null,
    });
  }
};

/** The reform of 2025, one reorganisation a province. Answers the rows of the map that name units long gone. */
export const reformOf2025 = (log: UnitLog): readonly string[] => {
  const after = rowsOf<UnitRow>('vn-units-2025.csv');
  // A unit that merged before goes through the one it merged into.
  const map = rowsOf<MapRow>('vn-2025-merge-map.csv').filter((row) => row.via_code === '');
  const gone = map.filter((row) => !log.holder(row.old_code, dayBeforeReform));
  const into = Map.groupBy(
    map.filter((row) => log.holder(row.old_code, dayBeforeReform)),
    (row) => row.new_code,
  );
  const communes = Map.groupBy(after, (row) => row.parent_code);
  for (const province of communes.get('') ?? []) {
    reformProvince(log, province, communes.get(province.code) ?? [], into);
  }
  return gone.map((row) => row.old_code).sort();
};

const reformProvince = (
  log: UnitLog,
  province: Unit,
  communes: readonly Unit[],
  into: ReadonlyMap<string, readonly Mapped[]>,
): void => {
  const predecessors = (unit: Unit) => into.get(unit.code) ?? [];
  const idOf = (row: Mapped) => log.idOf(row.old_code, dayBeforeReform);
  /** One that takes over nobody of its own level goes on as the unit it was. */
  const continues = (unit: Unit): Mapped | null => {
    const [only, ...others] = predecessors(unit);
    return only && others.length === 0 && only.coverage === 'full' && only.level === unit.level ? only : null;
  };
  const goingOn = continues(province);
  const provinceId = goingOn ? idOf(goingOn) : `${province.code}@2025`;
  const units = [province, ...communes];
  const made = units.filter((unit) => !continues(unit));
  const ended = new Set(made.flatMap((unit) => predecessors(unit).map(idOf)));
  const districts = predecessors(province).flatMap((row) =>
    childrenDuring(log.tree, idOf(row), dayBeforeReform).filter(({ ends }) => ends === null),
  );
  const kept = units.flatMap((unit) => {
    const before = continues(unit);
    return before ? [{ unit, unitId: idOf(before) }] : [];
  });
  log.do({
    type: 'ReorganiseUnits',
    reorganisationId: `reform-${province.code}`,
    resolutionNo: `${province.code}/2025`,
    validFrom: reform,
    newUnits: made.map((unit) => newUnit(unit, provinceId)),
    mappings: made.flatMap((unit) =>
      predecessors(unit).map((row) => ({
        fromUnitId: idOf(row),
        toUnitId: `${unit.code}@2025`,
        coverage: row.coverage === 'full' ? ('FULL' as const) : ('PARTIAL' as const),
      })),
    ),
    moves: kept.flatMap(({ unit, unitId }) => (unit === province ? [] : [{ unitId, toParentId: provinceId }])),
    dissolve: districts.map(({ unitId }) => unitId).filter((unitId) => !ended.has(unitId)),
    expectedRevisions: null,
  });
  for (const { unit, unitId } of kept) {
    const change = { unitId, validFrom: reform, expectedRevision: null };
    log.do({ ...change, type: 'RenameUnit', nameVi: unit.name_vi });
    log.do({ ...change, type: 'ReclassifyUnit', unitType: unit.type });
    log.do({ ...change, type: 'RecodeUnit', code: unit.code });
  }
};

const newUnit = (unit: Unit, provinceId: string): NewUnit => ({
  unitId: `${unit.code}@2025`,
  level: unit.level as UnitLevel,
  unitType: unit.type,
  nameVi: unit.name_vi,
  nameEn: unit.name_en,
  parentUnitId: unit.parent_code === '' ? null : provinceId,
  code: unit.code,
});

export const unitsOf2025 = (): readonly Unit[] => rowsOf<UnitRow>('vn-units-2025.csv');
