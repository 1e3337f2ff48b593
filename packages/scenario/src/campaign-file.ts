import type { Combine, UnitLevel } from '@thidua/events';
import { readJson } from './data-files.js';
import type { RecipientInput, ReportRoundInput } from './graphql-inputs.js';

/** Whether the plan says it itself, in whose words, or the demo assumes it. */
export type Label = 'from_seed' | 'editorial' | 'assumed';

interface OrgRef {
  readonly org_type: string;
  readonly unit_code: string;
}

/** A report round as the campaign file states it. Its `dueDate` may itself count (`inclusive`). */
export interface RoundRow {
  readonly round_code: string;
  readonly kind: ReportRoundInput['kind'];
  readonly from_level: UnitLevel;
  readonly from_org_types: readonly string[];
  readonly to_org_ref?: OrgRef;
  readonly via_org_ref?: OrgRef;
  readonly feeds?: string | null;
  readonly supplements?: string;
  readonly covers_to: string;
  /** The plan's own words for the due date, where it has any. */
  readonly text_vi?: string;
  readonly due_date: string;
  readonly due_before_instant: string;
  readonly inclusive: boolean;
  readonly label: Label;
}

/** The parts of the campaign file that the system takes over. The signatory's name is not among them. */
export interface CampaignFile {
  readonly campaign_code: string;
  readonly document: {
    readonly number: string | null;
    readonly issued_on: string;
    readonly place: string;
    readonly issuer_org_ref: OrgRef;
    readonly signatory_role_vi: string;
  };
  readonly based_on: readonly {
    readonly number: string;
    readonly dated: string;
    readonly issuer_vi: string;
    readonly subject_vi: string;
  }[];
  readonly referenced_documents: readonly {
    readonly number: string | null;
    readonly dated?: string;
    readonly issuer_vi: string;
    readonly content_area: string;
  }[];
  readonly title_vi: string;
  readonly title_en: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly reporting: { readonly rounds: readonly RoundRow[] };
  readonly participants: {
    readonly rules: readonly {
      readonly org_type: string;
      readonly levels: readonly UnitLevel[];
      readonly label: Label;
    }[];
  };
  readonly objectives: readonly { readonly vi: string }[];
  readonly requirements: readonly { readonly vi: string }[];
  readonly content_areas: readonly {
    readonly code: string;
    readonly title_vi: string;
    readonly title_en: string;
    readonly movements_vi?: readonly string[];
  }[];
  readonly responsibilities: readonly {
    readonly org_type: string;
    readonly level: UnitLevel;
    readonly duty_vi: string;
    readonly duty_en: string;
  }[];
  readonly recipients: readonly {
    readonly name_vi: string;
    readonly purpose: RecipientInput['purpose'];
    readonly mark_vi: string | null;
  }[];
}

/** A metric of the demo as the template file states it. */
export interface MetricRow {
  readonly code: string;
  readonly unit_vi: string;
  readonly unit_en: string;
  readonly type: 'integer' | 'ratio' | 'decimal1';
  readonly rollup: Combine;
}

/** A title with `{n}` for the target, its metrics and the ranges targets are drawn from. */
export interface TemplateRow {
  readonly id: string;
  readonly area: string;
  readonly kind: 'WORK' | 'PRODUCT' | 'TASK';
  readonly vi: string;
  readonly metric: string;
  readonly target: Readonly<Partial<Record<UnitLevel, readonly [number, number]>>>;
  readonly secondary: readonly string[];
  /** Kinds of organisation that carry such work. */
  readonly leads: readonly string[];
  readonly joint_probability: number;
  readonly duration_days: readonly [number, number];
}

interface TemplateFile {
  readonly metrics: readonly MetricRow[];
  readonly templates: readonly TemplateRow[];
}

export const loadCampaignFile = (): CampaignFile => readJson<CampaignFile>('campaign-tra-vinh-2022.json');

export const loadTemplateFile = (): TemplateFile => readJson<TemplateFile>('achievement-templates.json');
