import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { operations, queryReadings, subscriptionReadings, typeReadings } from '@thidua/authority';
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode, parse } from 'graphql';

const house = new URL('../../../', import.meta.url);
const sdlOf = (path: string): DocumentNode => parse(readFileSync(new URL(path, house), 'utf8'));

/** The whole graph as its services write it: what is in none of these is in no answer. */
const schemas = globSync(['apps/*/src/**/*.graphql', 'packages/service/src/shared.graphql'], { cwd: house.pathname })
  .sort()
  .map(sdlOf);

type ObjectType = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const objectTypes = schemas
  .flatMap(({ definitions }) => definitions)
  .filter(
    (node): node is ObjectType => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );

const fieldsOf = (typeName: string): readonly string[] =>
  objectTypes
    .filter(({ name }) => name.value === typeName)
    .flatMap(({ fields = [] }) => fields.map(({ name }) => name.value));

/** Pages, payloads and refusals show what they hold; the roots have lines of their own. */
const isFrame = ({ name, interfaces = [] }: ObjectType): boolean =>
  /^(Query|Mutation|Subscription|PageInfo)$|(Connection|Edge|Payload|BulkResult)$/.test(name.value) ||
  interfaces.some((one) => one.name.value === 'UserError');

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

describe('what the graph offers has a policy', () => {
  it('every mutation a line of permissions, and no line without its mutation', () => {
    expect(sorted(operations)).toEqual(sorted(fieldsOf('Mutation')));
  });

  it('every query a line of readings, and no line without its query', () => {
    expect(sorted(Object.keys(queryReadings))).toEqual(sorted(fieldsOf('Query')));
  });

  it('every type that shows data a rule, and no rule without its type', () => {
    const shown = objectTypes.filter((type) => !isFrame(type)).map(({ name }) => name.value);
    expect(sorted(Object.keys(typeReadings))).toEqual(sorted(shown));
  });

  it('every field of a type that everyone reads, named one by one', () => {
    for (const [typeName, reading] of Object.entries(typeReadings)) {
      if (typeof reading === 'string') continue;
      expect([typeName, sorted(reading.fields)]).toEqual([typeName, sorted(fieldsOf(typeName))]);
    }
  });

  it('every subscription a line of readings, and no line without its subscription', () => {
    expect(sorted(Object.keys(subscriptionReadings))).toEqual(sorted(fieldsOf('Subscription')));
  });
});
