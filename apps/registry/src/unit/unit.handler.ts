import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may } from '@thidua/authority';
import { isRefusal, type Outcome } from '@thidua/event-sourcing';
import { objectIdOf } from '@thidua/events';
import { type Caller, PORTS, refusedBy, refusedOutcome, type ServicePorts, type UserRefusal } from '@thidua/service';
import { type ImportRow, type UnitTree, unitTreeDecider, unitTreeStreamId } from './unit-tree.decider.js';
import { readUnitsCsv } from './units-csv.js';

export interface UnitsImportInput {
  readonly idempotencyKey: string;
  readonly csv: string;
  readonly validFrom: string;
}

/** What became of the rows of an import. */
export interface ImportCounts {
  readonly imported: number;
  readonly unchanged: number;
}

/** A table of units to be imported: all rows or none. */
export class ImportUnitsOrder extends Command<{ outcome: Outcome<UserRefusal>; counts: ImportCounts | null }> {
  constructor(
    readonly input: UnitsImportInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(ImportUnitsOrder)
export class ImportUnitsHandler implements ICommandHandler<ImportUnitsOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ input, caller }: ImportUnitsOrder) {
    const { executor } = this.ports;
    const table = readUnitsCsv(input.csv);
    if (isRefusal<UserRefusal>(table)) return { outcome: refusedOutcome(table), counts: null };
    const rows = table.map((row) => ({ ...row, unitId: objectIdOf('unit', caller.meta.commandId, row.code) }));
    const { state: tree } = await executor.load(unitTreeDecider, unitTreeStreamId);
    const refused = refusedByTerritory(rows, tree, caller);
    if (refused) return { outcome: refusedOutcome(refused), counts: null };
    const command = { type: 'ImportUnits', rows, validFrom: input.validFrom } as const;
    const outcome = await executor.execute(unitTreeDecider, unitTreeStreamId, command, caller.meta);
    if (outcome.kind !== 'done') return { outcome, counts: null };
    const imported = rows.filter(({ unitId }) => tree.units.has(unitId)).length;
    return { outcome, counts: { imported, unchanged: rows.length - imported } };
  }
}

/** Each new unit hangs below one that stands: that one must lie in the administrator's territory. */
const refusedByTerritory = (rows: readonly ImportRow[], tree: UnitTree, { standing }: Caller): UserRefusal | null => {
  const { acting, world } = standing;
  const targets = new Set(rows.map((row) => targetOf(row, tree)).filter((unitId) => unitId !== undefined));
  for (const unitId of targets.size > 0 ? targets : [null]) {
    const refused = refusedBy(may('unitsImport', acting, { unitId }, world));
    if (refused) return refused;
  }
  return null;
};

/** The unit that a row repeats or hangs below; undefined where that one comes with the same file. */
const targetOf = ({ code, parentCode }: ImportRow, { byCode }: UnitTree): string | null | undefined => {
  const standing = byCode.get(code);
  if (standing) return standing.unitId;
  return parentCode === null ? null : byCode.get(parentCode)?.unitId;
};
