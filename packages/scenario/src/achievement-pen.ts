import { sessionOf } from './calendar.js';
import type { DemoIds } from './demo-identity.js';
import type { AchievementRegisterInput, QuantityLineInput } from './graphql-inputs.js';
import type { Partner } from './partners.js';
import { sampleDocument } from './sample-document.js';
import { type ScenarioStep, step } from './scenario-step.js';
import type { WorkOwner } from './work-owners.js';

const wholeBp = 10_000;

/** Writes the steps that concern one achievement: its keys, its id and its people are always the same. */
export const achievementPen = (ids: DemoIds, name: string, { orgId, writer, head }: WorkOwner) => {
  const achievement = ids.achievementId(`${name}/register`, writer);
  const change = (stepName: string) => ({ idempotencyKey: ids.keyOf(`${name}/${stepName}`), force: true }) as const;
  return {
    achievement,

    register: (day: string, input: Omit<AchievementRegisterInput, 'idempotencyKey' | 'campaign'>): ScenarioStep =>
      step(sessionOf(day, 'register'), writer, 'AchievementRegister', {
        idempotencyKey: ids.keyOf(`${name}/register`),
        campaign: ids.campaignId,
        ...input,
      }),

    contribute: (day: string, partners: readonly Partner[]): ScenarioStep =>
      step(sessionOf(day, 'contribute'), writer, 'AchievementDeclareContributions', {
        ...change('contributions'),
        achievement,
        contributions: [
          {
            organisation: orgId,
            role: 'LEAD',
            shareBp: partners.reduce((rest, partner) => rest - partner.shareBp, wholeBp),
          },
          ...partners.map((partner) => ({
            organisation: partner.orgId,
            role: 'PARTNER' as const,
            shareBp: partner.shareBp,
          })),
        ],
      }),

    report: (day: string, lines: readonly QuantityLineInput[], stepName = 'quantities'): ScenarioStep =>
      step(sessionOf(day, 'report'), writer, 'AchievementReportQuantities', {
        ...change(stepName),
        achievement,
        lines,
      }),

    /** Uploads the acceptance and attaches it. */
    prove: (day: string, capturedOn: string): readonly ScenarioStep[] => {
      const evidence = ids.keyOf(`${name}/evidence`);
      return [
        {
          at: sessionOf(day, 'upload'),
          as: writer,
          operationName: 'EvidenceUpload',
          evidence,
          content: sampleDocument,
        },
        step(sessionOf(day, 'attach'), writer, 'AchievementAttachEvidence', {
          ...change('attach'),
          achievement,
          evidence,
          kind: 'ACCEPTANCE',
          capturedOn,
        }),
      ];
    },

    submission: (day: string) => ({ at: sessionOf(day, 'submit'), head, achievement }),

    withdraw: (day: string, reason: string): ScenarioStep =>
      step(sessionOf(day, 'withdraw'), head, 'AchievementWithdraw', { ...change('withdraw'), id: achievement, reason }),

    /** Asks for other figures than those approved. */
    amend: (day: string, lines: readonly QuantityLineInput[], reason: string): ScenarioStep =>
      step(sessionOf(day, 'amend'), head, 'AchievementRequestAmendment', {
        ...change('amend'),
        achievement,
        lines,
        reason,
      }),

    revoke: (day: string, receiverHead: string, reason: string): ScenarioStep =>
      step(sessionOf(day, 'revoke'), receiverHead, 'AchievementRevoke', {
        ...change('revoke'),
        id: achievement,
        reason,
      }),
  };
};
