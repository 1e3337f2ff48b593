import { commandIdOf, objectIdOf, organisationIdOf } from '@thidua/events';
import { demoRoot, type MutationStep } from '@thidua/scenario';

type StepOf<Name extends MutationStep['operationName']> = Extract<MutationStep, { operationName: Name }>;

/** A unit as the list of steps founds it. */
export interface OraclePlace {
  readonly unitId: string;
  readonly code: string;
  readonly level: string;
  /** Null for the province. */
  readonly parent: string | null;
}

/** Units, organisations and people, as the steps found and appoint them; nothing of it ever changes in the demo. */
export class OraclePlaces {
  readonly units = new Map<string, OraclePlace>();
  readonly rootId: string;
  private readonly ofCode = new Map<string, string>();
  private readonly unitOfOrg = new Map<string, string>();
  private readonly orgOfUser = new Map<string, string>();

  constructor(seed: string) {
    const { unit, organisation, admin } = demoRoot(seed);
    this.rootId = unit.unitId;
    this.found({ unitId: unit.unitId, code: unit.code, level: unit.level, parent: null });
    this.unitOfOrg.set(organisation.orgId, unit.unitId);
    this.orgOfUser.set(admin.userId, organisation.orgId);
  }

  importUnits({ as, variables: { input } }: StepOf<'UnitsImport'>): void {
    const command = commandIdOf(as, input.idempotencyKey);
    for (const row of input.csv.trim().split('\n').slice(1)) {
      const [code = '', parentCode = '', level = ''] = row.split(',');
      if (this.ofCode.has(code)) continue;
      this.found({ unitId: objectIdOf('unit', command, code), code, level, parent: known(this.ofCode, parentCode) });
    }
  }

  establish({ variables: { input } }: StepOf<'OrganisationEstablish'>): void {
    this.unitOfOrg.set(organisationIdOf(input.unit, input.type), input.unit);
  }

  appoint({ variables: { input } }: StepOf<'OfficerAppoint'>): void {
    this.orgOfUser.set(input.userId, input.organisation);
  }

  orgOf(userId: string): string {
    return known(this.orgOfUser, userId);
  }

  unitOf(orgId: string): string {
    return known(this.unitOfOrg, orgId);
  }

  /** A unit and all above it, nearest first. */
  upwards(unitId: string): readonly string[] {
    const line: string[] = [];
    for (let at: string | null = unitId; at !== null; at = known(this.units, at).parent) line.push(at);
    return line;
  }

  private found(place: OraclePlace): void {
    this.units.set(place.unitId, place);
    this.ofCode.set(place.code, place.unitId);
  }
}

/** What the list must have said before it is used. */
export const known = <Value>(values: ReadonlyMap<string, Value>, key: string): Value => {
  const value = values.get(key);
  if (value === undefined) throw new Error(`the list of steps uses ${key} before it makes it`);
  return value;
};
