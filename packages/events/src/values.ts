import { z } from 'zod';

/** Opaque identifier of an aggregate, a person or a line: 1 to 200 characters, compared by its bytes. */
export const id = () => z.string().min(1).max(200);

/** Local date of Asia/Ho_Chi_Minh as ISO 8601 `YYYY-MM-DD`; the calendar is checked (no 30 February). */
export const localDate = () => z.iso.date();

/** Instant in UTC, ISO 8601 with `Z`. */
export const instant = () => z.iso.datetime();

/** Whole number of 10^-decimals of the metric's unit, not negative, at most 2^53 - 1 (figures.md 5). */
export const quantityValue = () => z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Short code set by people, such as `2.5` or `FINAL-COMMUNE`. */
export const code = () => z.string().min(1).max(60);

/** Short text that a document states: a title, the name of a body. Names no person. */
export const title = () => z.string().min(1).max(1000);

/** Text a person typed freely. Marked, so that a later codec can seal it. */
export const text = () => z.string().min(1).max(10_000).meta({ text: true });

/**
 * Value that belongs to a person. `ref` names the field beside it that holds the person's id.
 * Marked, so that a later codec can seal it under that person's key.
 */
export const personal = (ref: string) => z.string().min(1).max(200).meta({ personal: ref });

/** Levels of administrative units, highest first. A tree may lack one: districts ended on 2025-07-01. */
export const unitLevels = ['central', 'province', 'district', 'commune', 'hamlet'] as const;
export const unitLevel = () => z.enum(unitLevels);
export type UnitLevel = (typeof unitLevels)[number];

/** How much of a unit goes to one of its successors. */
export const coverages = ['FULL', 'PARTIAL'] as const;
export type Coverage = (typeof coverages)[number];

/** Roles that an appointment gives (domain.md E5). */
export const roles = ['CLERK', 'HEAD', 'REVIEWER', 'OFFICE', 'ANALYST', 'AUDITOR', 'ADMIN'] as const;
export const role = () => z.enum(roles);
export type Role = (typeof roles)[number];

/** How quantities of a metric combine up the tree (figures.md 5). */
export const combines = ['SUM', 'DISTINCT', 'RATIO', 'AVERAGE'] as const;
export type Combine = (typeof combines)[number];
