import type { z } from 'zod';

/** One field of a schema: where it stands and what it holds, without the wrapper that makes it optional. */
export interface Field {
  /** Names from the event's type down, with `[]` for the items of a list: `QuantityReported.v1.lines[].lineId`. */
  readonly path: string;
  readonly schema: z.ZodType;
}

type Walkable = z.ZodType & { readonly shape?: Record<string, Walkable>; readonly element?: Walkable };

/** Every field below a schema, leaves and branches, in order. A kind of schema this walk does not know is a fault. */
export const fieldsOf = (path: string, schema: z.ZodType): readonly Field[] => {
  const { type } = schema.def;
  const { shape = {}, element } = schema as Walkable;
  switch (type) {
    case 'optional':
      return fieldsOf(path, (schema as z.ZodOptional<z.ZodType>).unwrap());
    case 'object':
      return Object.entries(shape).flatMap(([name, field]) => fieldsOf(`${path}.${name}`, field));
    case 'array':
      return [{ path, schema }, ...fieldsOf(`${path}[]`, element as z.ZodType)];
    case 'union':
      return [
        ...new Map(
          (schema as z.ZodUnion<z.ZodType[]>).options
            .flatMap((one) => fieldsOf(path, one))
            .map((field) => [field.path, field]),
        ).values(),
      ];
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
      return [{ path, schema }];
    default:
      throw new Error(`${path}: the walk does not know ${type}`);
  }
};

/** The paths at which a value of the data holds something, named as `fieldsOf` names them. */
export const pathsIn = (path: string, value: unknown): readonly string[] => {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => pathsIn(`${path}[]`, item))];
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, field]) => pathsIn(`${path}.${name}`, field));
};
