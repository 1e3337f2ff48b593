import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { fieldsOf } from '../test/schema-walk.js';
import { eventSchemas } from './catalogue.js';
import { personal, text } from './values.js';

const fields = Object.entries(eventSchemas).flatMap(([type, schema]) => fieldsOf(type, schema));

const marked = (mark: 'text' | 'personal') => fields.filter(({ schema }) => schema.meta()?.[mark] !== undefined);

const pathsOf = (found: typeof fields) => found.map(({ path }) => path).sort();

/** Words without the mark: neither an id (at most 200), a code (1 to 60), a date, nor an instant. */
const isUnmarkedWords = (schema: z.ZodType): boolean => {
  if (schema.def.type !== 'string') return false;
  const { format, minLength, maxLength } = schema as z.ZodString;
  const isId = minLength === 1 && maxLength === 200;
  const isCode = minLength === 1 && maxLength === 60;
  return format === null && !isId && !isCode && schema.meta() === undefined;
};

describe('what people type freely', () => {
  it('is marked, so that a later codec can seal it: exactly these fields', () => {
    expect(pathsOf(marked('text'))).toEqual([
      'AchievementApproved.v1.note',
      'AchievementCorrected.v1.note',
      'AchievementRegistered.v1.titleVi',
      'AchievementRejected.v1.note',
      'AchievementReturned.v1.note',
      'AchievementWithdrawn.v1.reason',
      'AmendmentRefused.v1.note',
      'AmendmentRequested.v1.reason',
      'ApprovalRevoked.v1.reason',
      'CampaignCancelled.v1.reason',
      'CampaignClosed.v1.reason',
      'CampaignPlanAmended.v1.reason',
      'CampaignResumed.v1.reason',
      'CampaignSuspended.v1.reason',
      'EvidenceWithdrawn.v1.reason',
      'ExtensionGranted.v1.reason',
      'FindingRaised.v1.text',
      'NarrativeSaved.v1.text',
      'OfficerReleased.v1.reason',
      'ParticipationWithdrawn.v1.reason',
      'ProgressRecorded.v1.note',
      'ReportAccepted.v1.note',
      'ReportReopened.v1.reason',
      'ReportReturned.v1.note',
      'ReportRoundRescheduled.v1.reason',
      'ReportSubmitted.v1.narrative',
      'ReportWaived.v1.reason',
      'ReportingClosed.v1.reason',
      'ReviewDecided.v1.note',
      'ReviewerRecused.v1.reason',
      'UnitPlanIssued.v1.guidanceVi',
    ]);
  });

  it('names no person yet: no field is marked personal', () => {
    expect(pathsOf(marked('personal'))).toEqual([]);
  });

  // A new field stands here only where a document of a body states it. What a person types is `text()`.
  it('stands in no other field: these are words of documents and names of bodies', () => {
    expect(pathsOf(fields.filter(({ schema }) => isUnmarkedWords(schema)))).toEqual([
      'CampaignDetailsChanged.v1.duties[].dutyEn',
      'CampaignDetailsChanged.v1.duties[].dutyVi',
      'CampaignDetailsChanged.v1.legalBases[].issuer',
      'CampaignDetailsChanged.v1.legalBases[].number',
      'CampaignDetailsChanged.v1.legalBases[].subject',
      'CampaignDetailsChanged.v1.objectives[]',
      'CampaignDetailsChanged.v1.occasion',
      'CampaignDetailsChanged.v1.references[].issuer',
      'CampaignDetailsChanged.v1.references[].number',
      'CampaignDetailsChanged.v1.requirements[]',
      'CampaignDetailsChanged.v1.titleEn',
      'CampaignDetailsChanged.v1.titleVi',
      'CampaignDrafted.v1.duties[].dutyEn',
      'CampaignDrafted.v1.duties[].dutyVi',
      'CampaignDrafted.v1.legalBases[].issuer',
      'CampaignDrafted.v1.legalBases[].number',
      'CampaignDrafted.v1.legalBases[].subject',
      'CampaignDrafted.v1.objectives[]',
      'CampaignDrafted.v1.occasion',
      'CampaignDrafted.v1.references[].issuer',
      'CampaignDrafted.v1.references[].number',
      'CampaignDrafted.v1.requirements[]',
      'CampaignDrafted.v1.titleEn',
      'CampaignDrafted.v1.titleVi',
      'CampaignLaunched.v1.documentNo',
      'CampaignLaunched.v1.place',
      'CampaignLaunched.v1.recipients[].mark',
      'CampaignLaunched.v1.recipients[].name',
      'CampaignLaunched.v1.signedBy.capacityVi',
      'CampaignPlanAmended.v1.documentNo',
      'ContentAreaDefined.v1.movements[]',
      'ContentAreaDefined.v1.titleEn',
      'ContentAreaDefined.v1.titleVi',
      'DemoLoaded.v1.seed',
      'InstallationCreated.v1.seed',
      'MetricDefined.v1.titleEn',
      'MetricDefined.v1.titleVi',
      'MetricDefined.v1.unitEn',
      'MetricDefined.v1.unitVi',
      'OrganisationEstablished.v1.nameVi',
      'OrganisationRenamed.v1.from',
      'OrganisationRenamed.v1.to',
      'PaperReceiptRecorded.v1.registerNo',
      'ReportRoundDefined.v1.dueText',
      'UnitDissolved.v1.legalBasis',
      'UnitMoved.v1.legalBasis',
      'UnitPlanIssued.v1.documentNo',
      'UnitReclassified.v1.legalBasis',
      'UnitRecoded.v1.legalBasis',
      'UnitRegistered.v1.nameEn',
      'UnitRegistered.v1.nameVi',
      'UnitRenamed.v1.from',
      'UnitRenamed.v1.legalBasis',
      'UnitRenamed.v1.to',
      'UnitsReorganised.v1.resolutionNo',
    ]);
  });

  it('is found by its mark within optional fields and lists', () => {
    expect(text().optional().unwrap().meta()).toEqual({ text: true });
    expect(personal('userId').array().element.meta()).toEqual({ personal: 'userId' });
  });
});

describe('every field', () => {
  it('has a bound: text a longest, a list a most, a number a range', () => {
    const bounds = fields.filter(({ schema }) => {
      switch (schema.def.type) {
        case 'string':
          return (schema as z.ZodString).maxLength === null && (schema as z.ZodString).format === null;
        case 'array':
          return !schema.def.checks?.some((check) => check._zod.def.check === 'max_length');
        case 'number':
          return (schema as z.ZodNumber).minValue === null || (schema as z.ZodNumber).maxValue === null;
        default:
          return false;
      }
    });
    expect(bounds.map(({ path }) => path)).toEqual([]);
  });
});
