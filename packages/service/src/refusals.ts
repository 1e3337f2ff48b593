import { type Refusal, refusedFor } from '@thidua/event-sourcing';
import { type DomainEvent, type EventType, eventSchemas } from '@thidua/events';
import type { z } from 'zod';
import type { messages, UserErrorCode } from './messages.js';

/** A refusal whose code the schema knows and the catalogue can say in both languages. */
export type UserRefusal = Refusal<UserErrorCode>;

type Detail = NonNullable<Refusal['detail']>;

/** Names of the values that a text is made of. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** What a refusal must bring for its message; the reason why something is not allowed is made from its rule. */
type NamesOf<Code extends UserErrorCode> = Code extends 'NOT_ALLOWED'
  ? 'rule'
  : NamesIn<(typeof messages)[Code]['vi' | 'en']>;

type More<Code extends UserErrorCode> = [NamesOf<Code>] extends [never]
  ? [field?: readonly string[], detail?: Detail]
  : [field: readonly string[] | undefined, detail: Detail & Readonly<Record<NamesOf<Code>, Detail[string]>>];

/** The one way to refuse: a code of the catalogue, the field at fault, what its message needs. */
export const refuse = <Code extends UserErrorCode>(code: Code, ...[field, detail]: More<Code>): Refusal<Code> => ({
  refused: code,
  ...(field && { field }),
  ...(detail && { detail }),
});

/**
 * Events that a rule allows, or a refusal where a text or a list is beyond what their schema stores.
 * `placeOf` says where in the input a value of the index-th event's data stood.
 */
export const storable = <Event extends DomainEvent>(
  events: readonly Event[],
  placeOf: (index: number, path: readonly string[]) => readonly string[] = (_, path) => path,
): readonly Event[] | Refusal<'TEXT_INVALID' | 'TOO_MANY'> => {
  const faults = events.flatMap((event, index) => {
    const schema: z.ZodType = eventSchemas[event.type as EventType];
    const parsed = schema.safeParse(event.data, { reportInput: true });
    if (parsed.success) return [];
    return parsed.error.issues.map((issue) => {
      return refusalOf(issue, textMaxAt(schema, issue.path), placeOf(index, issue.path.map(String)));
    });
  });
  return refusedFor<Refusal<'TEXT_INVALID' | 'TOO_MANY'>>(faults) ?? events;
};

const refusalOf = (issue: z.core.$ZodIssue, textMax: number, field: readonly string[]) => {
  if (issue.code === 'too_big' && Array.isArray(issue.input)) {
    return refuse('TOO_MANY', field, { max: Number(issue.maximum), count: issue.input.length });
  }
  return refuse('TEXT_INVALID', field, { max: issue.code === 'too_big' ? Number(issue.maximum) : textMax });
};

/** What a text may be at most where its schema names no length: a title's. */
const usualTextMax = 1000;

/** A schema as it is walked: what an object, a list and a text say of themselves. */
type Walkable = z.ZodType & {
  readonly shape?: Readonly<Record<string, Walkable>>;
  readonly element?: Walkable;
  readonly maxLength?: number | null;
};

/** How long a text may be at the place of a value: an empty one is told the limit of its own field. */
const textMaxAt = (schema: Walkable, path: readonly PropertyKey[]): number => {
  if (schema.def.type === 'optional') return textMaxAt((schema as unknown as z.ZodOptional<Walkable>).unwrap(), path);
  const [name, ...rest] = path;
  const within = name === undefined ? undefined : (schema.shape?.[String(name)] ?? schema.element);
  return within ? textMaxAt(within, rest) : (schema.maxLength ?? usualTextMax);
};
