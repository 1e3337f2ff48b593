import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { may } from '@thidua/authority';
import { isRefusal, type Outcome } from '@thidua/event-sourcing';
import { objectIdOf } from '@thidua/events';
import { type Caller, PORTS, refusedBy, refusedOutcome, type ServicePorts, type UserRefusal } from '@thidua/service';
import { type ImportRow, type ImportUnits, importUnits, type StandingUnits } from './import-units.js';
import { standingOn } from './standing-units.js';
import { unitTreeDecider, unitTreeStreamId } from './unit-tree.decider.js';
import { readUnitsCsv } from './units-csv.js';

export interface UnitsImportInput {
  readonly idempotencyKey: string;
  readonly csv: string;
  readonly validFrom: string;
}

/** What became of the rows of an import, or would become of them. */
export interface ImportCounts {
  readonly imported: number;
  readonly unchanged: number;
  /** True where this very command was done before. */
  readonly repeated: boolean;
}

export interface ImportAnswer {
  readonly outcome: Outcome<UserRefusal>;
  readonly counts: ImportCounts | null;
  /** How many faults the file has; the outcome names the first of them. */
  readonly faultCount: number;
}

/** A table of units to be imported: all rows or none. A dry run says what would be, and appends nothing. */
export class ImportUnitsOrder extends Command<ImportAnswer> {
  constructor(
    readonly input: UnitsImportInput,
    readonly dryRun: boolean,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A damaged column is at fault on each of its lines: a person mends it once. */
const faultsToldMax = 100;

@CommandHandler(ImportUnitsOrder)
export class ImportUnitsHandler implements ICommandHandler<ImportUnitsOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  async execute({ input, dryRun, caller }: ImportUnitsOrder): Promise<ImportAnswer> {
    const { executor } = this.ports;
    const table = readUnitsCsv(input.csv);
    if (isRefusal<UserRefusal>(table)) return refusedAnswer(refusedOutcome(table));
    const rows = table.map((row) => ({ ...row, unitId: objectIdOf('unit', caller.meta.commandId, row.code) }));
    const { standing, revision } = await this.standing(input.validFrom);
    const refused = refusedByTerritory(rows, standing, caller);
    if (refused) return refusedAnswer(refusedOutcome(refused));
    const command = { type: 'ImportUnits', rows, validFrom: input.validFrom } as const;
    if (dryRun) return wouldImport(command, standing, revision);
    const outcome = await executor.execute(unitTreeDecider, unitTreeStreamId, command, caller.meta);
    if (outcome.kind !== 'done') return refusedAnswer(outcome);
    // By the ids, which this very command gave: sent again, it answers the same.
    const after = await this.standing(input.validFrom);
    const imported = rows.filter(({ unitId }) => after.standing.unit(unitId)).length;
    const repeated = !outcome.appended && imported > 0;
    return { outcome, counts: { imported, unchanged: rows.length - imported, repeated }, faultCount: 0 };
  }

  private async standing(on: string): Promise<{ readonly standing: StandingUnits; readonly revision: number }> {
    const { state, revision } = await this.ports.executor.load(unitTreeDecider, unitTreeStreamId);
    return { standing: standingOn(state, on), revision };
  }
}

/** What an import would come to; nothing is appended. */
const wouldImport = (command: ImportUnits, standing: StandingUnits, revision: number): ImportAnswer => {
  const decision = importUnits(command, standing);
  if (isRefusal<UserRefusal>(decision)) return refusedAnswer(refusedOutcome(decision));
  const imported = decision.length;
  const outcome = { kind: 'done', revision, receipt: null, appended: false } as const;
  const counts = { imported, unchanged: command.rows.length - imported, repeated: false };
  return { outcome, counts, faultCount: 0 };
};

const refusedAnswer = (outcome: Outcome<UserRefusal>): ImportAnswer => {
  if (outcome.kind !== 'refused') return { outcome, counts: null, faultCount: 0 };
  const { also = [], ...refusal } = outcome.refusal;
  const told = { ...outcome, refusal: { ...refusal, also: also.slice(0, faultsToldMax - 1) } };
  return { outcome: told, counts: null, faultCount: 1 + also.length };
};

/**
 * Each new unit hangs below one that stands: that one must lie in the administrator's territory. A row
 * below another new one says nothing that the other does not say; one that stands already changes nothing.
 */
const refusedByTerritory = (
  rows: readonly ImportRow[],
  standing: StandingUnits,
  { standing: { acting, world } }: Caller,
): UserRefusal | null => {
  const own = typeof acting === 'string' ? null : acting.organisation.unitId;
  for (const unitId of targetsOf(rows, standing, own)) {
    const refused = refusedBy(may('unitsImport', acting, { unitId }, world));
    if (refused) return refused;
  }
  return null;
};

const targetsOf = (rows: readonly ImportRow[], standing: StandingUnits, own: string | null): Set<string | null> => {
  const targets = new Set<string | null>([own]);
  for (const { code, parentCode, level } of rows) {
    if (standing.holderOf(code)) continue;
    const parent = parentCode === null ? undefined : standing.holderOf(parentCode);
    if (parent) targets.add(parent.unitId);
    else if (parentCode === null && level === 'province') targets.add(null);
  }
  return targets;
};
