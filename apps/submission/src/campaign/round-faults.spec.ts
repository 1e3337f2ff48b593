import { describe, expect, it } from '@jest/globals';
import { round } from '../../test/campaigns.js';
import { roundFaults } from './round-faults.js';

type Round = ReturnType<typeof round>;

/** The rounds of one plan, each with what is not filled in. */
const commune = (more: Partial<Round> = {}) => round('COMMUNE', { fromLevel: 'commune', feeds: 'FINAL', ...more });
const final = (more: Partial<Round> = {}) => round('FINAL', { feeds: 'SUMMARY', ...more });
const supplement = (more: Partial<Round> = {}) =>
  round('LATE', { kind: 'SUPPLEMENT', supplements: 'FINAL', feeds: 'SUMMARY', ...more });
const summary = (more: Partial<Round> = {}) => round('SUMMARY', { kind: 'SUMMARY', fromLevel: 'province', ...more });
const middle = (more: Partial<Round> = {}) => round('MID', { kind: 'PRELIMINARY', ...more });

const without = ({ supplements: _, ...rest }: Round): Round => rest;

const faultsOf = (...rounds: readonly Round[]) =>
  roundFaults(rounds).map(({ refused, field }) => [refused, ...(field ?? [])].join(' '));

describe('the rounds of a plan', () => {
  it('lead from each level to a higher one, a supplement beside its final, up to one summary', () => {
    expect(faultsOf(commune(), final(), supplement(), middle(), summary())).toEqual([]);
    expect(faultsOf(commune({ feeds: 'SUMMARY' }), middle({ feeds: 'SUMMARY' }), summary())).toEqual([]);
  });

  it('have a summary that feeds nothing, and one alone', () => {
    const top = round('TOP', { fromLevel: 'central' });
    expect(faultsOf(summary({ feeds: 'TOP' }), top)).toEqual(['SUMMARY_ROUND rounds 0 feeds']);
    expect(faultsOf(summary(), round('AGAIN', { kind: 'SUMMARY' }))).toEqual(['SUMMARY_ROUND rounds 1 kind']);
  });

  it.each([
    ['a commune', commune({ feeds: 'LATE' })],
    ['another supplement', supplement({ roundCode: 'LATER', feeds: 'LATE' })],
  ] as const)('feed no supplement, not even %s', (_, feeding) => {
    expect(faultsOf(feeding, final(), supplement(), summary())).toEqual(['ROUND_FEEDS_UPWARD rounds 0 feeds']);
  });

  it('have supplements that name a final round of the plan', () => {
    const named = (...rounds: readonly Round[]) => faultsOf(...rounds, middle(), summary());
    expect(named(final(), without(supplement()))).toEqual(['ROUND_SUPPLEMENTS rounds 1 supplements']);
    expect(named(final(), supplement({ supplements: 'MID' }))).toEqual(['ROUND_SUPPLEMENTS rounds 1 supplements']);
    expect(named(final(), supplement({ supplements: 'LATE' }))).toEqual(['ROUND_SUPPLEMENTS rounds 1 supplements']);
    expect(named(final(), supplement({ supplements: 'NONE' }))).toEqual(['ROUND_FEEDS rounds 1 supplements']);
  });

  it.each(['PRELIMINARY', 'FINAL'] as const)('of kind %s feed none of their own level, or below', (kind) => {
    const feeding = (fromLevel: Round['fromLevel']) =>
      faultsOf(round('ONE', { kind, fromLevel, feeds: 'FINAL' }), final(), summary());
    expect(feeding('hamlet')).toEqual([]);
    expect(feeding('commune')).toEqual([]);
    expect(feeding('district')).toEqual(['ROUND_FEEDS_UPWARD rounds 0 feeds']);
    expect(feeding('province')).toEqual(['ROUND_FEEDS_UPWARD rounds 0 feeds']);
  });
});
