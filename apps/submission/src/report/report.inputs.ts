import type { EventData } from '@thidua/events';
import type { MutationInput, ReasonInput } from '@thidua/service';

// The GraphQL inputs of this feature, as they come; nothing in them is trusted yet.

interface ReportInput extends MutationInput {
  readonly report: string;
}

export interface ReportSaveInput extends ReportInput {
  readonly narrative: string;
}

export interface ReportSubmitInput extends ReportInput {
  readonly minReceipt?: number | null;
}

export interface ExtensionInput extends ReportInput {
  readonly dueBefore: string;
  readonly reason: string;
}

export interface PaperReceiptInput extends ReportInput {
  readonly receivedOn: string;
  readonly registerNo: string;
}

export interface ReportReopenInput extends ReportInput {
  readonly cause: EventData<'ReportReopened.v1'>['cause'];
  readonly reason?: string | null;
}

/** A change of a report that is owed. */
export type ReportChange =
  | { readonly operation: 'reportSave'; readonly input: ReportSaveInput }
  | { readonly operation: 'reportSubmit'; readonly input: ReportSubmitInput }
  | { readonly operation: 'reportGrantExtension'; readonly input: ExtensionInput }
  | { readonly operation: 'reportRecordPaperReceipt'; readonly input: PaperReceiptInput }
  | { readonly operation: 'reportWaive'; readonly input: ReasonInput }
  | { readonly operation: 'reportReopen'; readonly input: ReportReopenInput };

/** The report that a change is about, and the field that names it. */
export const reportNamedBy = ({ input }: ReportChange): readonly [reportId: string, field: 'report' | 'id'] =>
  'report' in input ? [input.report, 'report'] : [input.id, 'id'];
