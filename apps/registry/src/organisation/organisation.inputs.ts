import type { Role } from '@thidua/events';

export interface OrganisationEstablishInput {
  readonly idempotencyKey: string;
  readonly type: string;
  readonly unit: string;
  readonly name: string;
  readonly validFrom: string;
  readonly predecessors?: readonly string[] | null;
}

/** A change names the organisation it is about. */
interface ChangeInput {
  readonly idempotencyKey: string;
  readonly organisation: string;
  readonly validFrom: string;
}

export interface OrganisationRenameInput extends ChangeInput {
  readonly name: string;
}

export interface OrganisationDissolveInput extends ChangeInput {
  readonly successor?: string | null;
}

export interface OfficerAppointInput extends ChangeInput {
  readonly userId: string;
  readonly role: Role;
  readonly validTo?: string | null;
}

export interface OfficerReleaseInput extends ChangeInput {
  readonly appointment: string;
  readonly reason?: string | null;
}

/** A change of an organisation that exists. */
export type OrganisationChange =
  | { readonly operation: 'organisationRename'; readonly input: OrganisationRenameInput }
  | { readonly operation: 'organisationDissolve'; readonly input: OrganisationDissolveInput }
  | { readonly operation: 'officerAppoint'; readonly input: OfficerAppointInput }
  | { readonly operation: 'officerRelease'; readonly input: OfficerReleaseInput };

export type OrganisationAct =
  | { readonly operation: 'organisationEstablish'; readonly input: OrganisationEstablishInput }
  | OrganisationChange;
