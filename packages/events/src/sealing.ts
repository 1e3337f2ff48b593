import type { z } from 'zod';
import { eventSchemas } from './catalogue.js';
import type { DomainEvent } from './envelope.js';

/** What stands in the place of free text and of what belongs to a person. */
export const sealedWord = '[sealed]';

type Walkable = z.ZodType & { readonly shape?: Record<string, Walkable>; readonly element?: Walkable };

const isSealed = (schema: z.ZodType): boolean => {
  const marks = schema.meta();
  return marks?.text !== undefined || marks?.personal !== undefined;
};

const sealed = (schema: Walkable, value: unknown): unknown => {
  if (value === undefined) return undefined;
  if (isSealed(schema)) return sealedWord;
  switch (schema.def.type) {
    case 'optional':
      return sealed((schema as unknown as z.ZodOptional<Walkable>).unwrap(), value);
    case 'object':
      return sealedFields(schema.shape ?? {}, value as object);
    case 'array':
      return (value as unknown[]).map((item) => sealed(schema.element as Walkable, item));
    case 'union': {
      const { options } = schema as unknown as z.ZodUnion<Walkable[]>;
      const fitting = options.find((option) => option.safeParse(value).success);
      return fitting ? sealed(fitting, value) : sealedWord;
    }
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
      return value;
    default:
      throw new Error(`sealing does not know ${schema.def.type}`);
  }
};

/** A field that the schema does not know is sealed: nobody has said that it may be shown. */
const sealedFields = (shape: Record<string, Walkable>, value: object): unknown =>
  Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
      return [name, schema ? sealed(schema, field) : sealedWord];
    }),
  );

/** The data of an event with everything sealed that is marked `text()` or `personal()`. */
export const sealedData = ({ type, data }: DomainEvent): unknown => {
  const schema = (eventSchemas as Readonly<Record<string, z.ZodType>>)[type];
  if (!schema) throw new Error(`no event is called ${type}`);
  return sealed(schema as Walkable, data);
};
