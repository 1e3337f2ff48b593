/**
 * The rule that guards what a query or a type shows (domain.md E5). Every root field and every type of
 * the graph has a line here; a test walks the schemas and fails where one is missing.
 */
export type ReadingRule =
  /** Everyone signed in. */
  | 'everyone'
  /** The person who asks, nobody else. */
  | 'oneself'
  /** Everyone by name and type; officers by mayReadOrganisation. */
  | 'organisation'
  /** mayReadCampaign; participations by mayReadParticipation. */
  | 'campaign'
  /** readingScope and unitsShown for lists, mayReadWork for one. */
  | 'work'
  /** queueOf for lists, mayReadCase for one. */
  | 'case'
  /** mayReadFigures. */
  | 'figures'
  /** mayReadHistory: as its subject is read; raw data by mayAudit. */
  | 'history'
  /** unitsAudited for lists and mayAudit for one, campaigns by mayReadCampaign. */
  | 'audit'
  /** Has no rule of its own: it is only reached through something that has one. */
  | 'as-its-holder';

/** One line a field of `Query`. */
export const queryReadings = {
  me: 'oneself',
  unit: 'everyone',
  units: 'everyone',
  organisation: 'organisation',
  campaign: 'campaign',
  campaigns: 'campaign',
  achievement: 'work',
  achievements: 'work',
  report: 'work',
  reports: 'work',
  review: 'case',
  reviewQueue: 'case',
  returnReasons: 'everyone',
  rollup: 'figures',
  rollupTable: 'figures',
  contributions: 'figures',
  difference: 'figures',
  history: 'history',
  events: 'audit',
} as const satisfies Record<string, ReadingRule>;

/** One line a field of `Subscription`: each message is judged by the rule of what it is about. */
export const subscriptionReadings = {
  changed: 'as-its-holder',
} as const satisfies Record<string, ReadingRule>;

/** Fields of a type that everyone reads stand here one by one, since each new one would be open to everyone. */
interface Open {
  readonly rule: 'everyone' | 'organisation';
  readonly fields: readonly string[];
}

/** One line a type that shows data. Pages, payloads and refusals show what they hold and need none. */
export const typeReadings: Readonly<Record<string, Exclude<ReadingRule, Open['rule']> | Open>> = {
  Unit: {
    rule: 'everyone',
    fields: [
      'id',
      'level',
      'type',
      'name',
      'nameEn',
      'code',
      'generated',
      'validFrom',
      'validTo',
      'revision',
      'parent',
      'ancestors',
      'children',
      'organisations',
      'predecessors',
      'successors',
    ],
  },
  UnitAsOf: { rule: 'everyone', fields: ['id', 'code', 'name', 'level', 'type', 'validFrom', 'validTo'] },
  Organisation: {
    rule: 'organisation',
    fields: [
      'id',
      'type',
      'name',
      'level',
      'unit',
      'validFrom',
      'validTo',
      'predecessors',
      'successor',
      'revision',
      'officers',
    ],
  },
  OrganisationName: { rule: 'everyone', fields: ['id', 'name', 'type', 'unit'] },
  UnitLink: { rule: 'everyone', fields: ['unit', 'coverage', 'reorganisationId', 'validFrom', 'legalBasis'] },
  ReasonOption: { rule: 'everyone', fields: ['code', 'title'] },
  Viewer: 'oneself',
  Campaign: 'campaign',
  Achievement: 'work',
  Report: 'work',
  Participation: 'campaign',
  Review: 'case',
  Rollup: 'figures',
  RollupTable: 'figures',
  Difference: 'figures',
  NewUnitId: 'as-its-holder',
  Appointment: 'as-its-holder',
  Actor: 'as-its-holder',
  DocumentReference: 'as-its-holder',
  PlanDuty: 'as-its-holder',
  ContentArea: 'as-its-holder',
  ParticipantRule: 'as-its-holder',
  ReportRound: 'as-its-holder',
  Recipient: 'as-its-holder',
  Signature: 'as-its-holder',
  MetricRef: 'as-its-holder',
  AreaRef: 'as-its-holder',
  QuantityLine: 'as-its-holder',
  Quantity: 'as-its-holder',
  ReturnReason: 'as-its-holder',
  PlanAmendment: 'as-its-holder',
  Rescheduling: 'as-its-holder',
  UnitPlan: 'as-its-holder',
  PlanRound: 'as-its-holder',
  Target: 'as-its-holder',
  ReportingLine: 'as-its-holder',
  ReportTotal: 'as-its-holder',
  ReportInclusion: 'as-its-holder',
  ReportDifference: 'as-its-holder',
  ReportDifferencePart: 'as-its-holder',
  ReportDifferenceLine: 'as-its-holder',
  ReportVersion: 'as-its-holder',
  Reporting: 'as-its-holder',
  Contribution: 'as-its-holder',
  Evidence: 'as-its-holder',
  AllowedAction: 'as-its-holder',
  Finding: 'as-its-holder',
  Measure: 'as-its-holder',
  StatusCounts: 'as-its-holder',
  LevelCoverage: 'as-its-holder',
  RollupColumn: 'as-its-holder',
  FigureSource: 'as-its-holder',
  DifferencePart: 'as-its-holder',
  AsOfEcho: 'as-its-holder',
  Change: 'as-its-holder',
  HistoryEntry: 'as-its-holder',
  Freshness: 'as-its-holder',
};
