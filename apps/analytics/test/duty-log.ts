import { type EventData, type EventType, type Position, type RecordedEvent, reportIdOf } from '@thidua/events';
import { UnitHistory } from '@thidua/hierarchy';
import { ReportBook } from '@thidua/reporting';

export const campaignId = 'tra-vinh-2022';

/** The board or committee of a unit. */
export const orgOf = (unitId: string): string => `org of ${unitId}`;

/** A log of units and of what organisations owe, written by hand, and what the system makes of it. */
export class DutyLog {
  readonly book = new ReportBook();
  readonly units = new UnitHistory();
  readonly events: RecordedEvent[] = [];
  position: Position = 0;
  private instant = '2022-02-18T03:00:00.000Z';

  /** Sets the instant of what comes next. */
  on(instant: string): this {
    this.instant = instant;
    return this;
  }

  record<Type extends EventType>(type: Type, data: EventData<Type>, position = this.position + 1): Position {
    this.position = position;
    const actor = { userId: 'u', orgId: null, role: null, appointmentId: null };
    const envelope = { type, data, position, recordedAt: this.instant, actor, revision: 0 };
    const event = envelope as never as RecordedEvent;
    this.events.push(event);
    this.units.apply(event);
    this.book.apply(event);
    return position;
  }

  unit(
    unitId: string,
    level: EventData<'UnitRegistered.v1'>['level'],
    parentUnitId?: string,
    validFrom = '2022-01-01',
  ) {
    const parent = parentUnitId === undefined ? {} : { parentUnitId };
    return this.record('UnitRegistered.v1', { unitId, level, type: level, nameVi: unitId, validFrom, ...parent });
  }

  round(roundCode: string, dueBefore: string, kind: EventData<'ReportRoundDefined.v1'>['kind'] = 'FINAL') {
    return this.record('ReportRoundDefined.v1', {
      ...{ campaignId, roundCode, kind, dueBefore, fromLevel: 'hamlet', fromOrgTypes: ['FRONT_WORK_BOARD'] },
      ...{ coversTo: '2022-06-08', dueText: 'before', assumed: false },
    });
  }

  owe(unitId: string, roundCode: string, receiverOrgId = 'receiver', takesOverOrgIds: string[] = []) {
    const orgId = orgOf(unitId);
    const about = { ...this.about(unitId, roundCode), roundCode, orgId, unitId };
    return this.record('ReportExpected.v1', { ...about, receiverOrgId, takesOverOrgIds });
  }

  draft(unitId: string, roundCode: string) {
    return this.record('NarrativeSaved.v1', { ...this.about(unitId, roundCode), version: 1, text: 'so far' });
  }

  /** Sends the next version; whether it is late is told, as the event stores it. */
  submit(unitId: string, roundCode: string, late = false, version = 1) {
    return this.record('ReportSubmitted.v1', {
      ...{ ...this.about(unitId, roundCode), roundCode, orgId: orgOf(unitId), unitId, receiverOrgId: 'receiver' },
      ...{ coversTo: '2022-06-08', version, asOfPosition: this.position, asOfInstant: this.instant, children: [] },
      ...{ missingOrgIds: [], totals: [], sha256: '0'.repeat(64), submittedAt: this.instant },
      ...{ dueBefore: this.instant, late, lateMinutes: late ? 1 : 0, submittedBy: ['head'] },
    });
  }

  giveBack(unitId: string, roundCode: string, version = 1) {
    return this.record('ReportReturned.v1', { ...this.about(unitId, roundCode), version });
  }

  accept(unitId: string, roundCode: string, version = 1) {
    return this.record('ReportAccepted.v1', { ...this.about(unitId, roundCode), version });
  }

  reopen(unitId: string, roundCode: string, fromVersion = 1) {
    return this.record('ReportReopened.v1', { ...this.about(unitId, roundCode), fromVersion, cause: 'CORRECTION' });
  }

  waive(unitId: string, roundCode: string, cause: 'RECEIVER' | 'REORGANISATION' = 'RECEIVER') {
    return this.record('ReportWaived.v1', { ...this.about(unitId, roundCode), cause });
  }

  extend(unitId: string, roundCode: string, newDueBefore: string) {
    const about = this.about(unitId, roundCode);
    return this.record('ExtensionGranted.v1', { ...about, newDueBefore, grantedByOrgId: 'receiver', reason: 'flood' });
  }

  private about(unitId: string, roundCode: string) {
    return { reportId: reportIdOf(campaignId, orgOf(unitId), roundCode), campaignId };
  }
}
