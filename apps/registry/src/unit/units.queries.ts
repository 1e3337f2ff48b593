import type { UnitLevel } from '@thidua/events';
import {
  compareVietnamese,
  foldVietnamese,
  matchesFolded,
  type Ordered,
  type Tree,
  type UnitAsOf,
  type UnitHistory,
} from '@thidua/hierarchy';
import { type Connection, connectionOf, keyOf, type PageArgs, pageSizeOf } from '@thidua/service';

/** GraphQL's UnitFilter, its level as it is stored. */
export interface UnitFilter {
  readonly search?: string | null;
  readonly level?: UnitLevel | null;
  readonly within?: string | null;
}

/** A unit of a tree as lists find and order it. */
interface Listed extends Ordered {
  readonly level: UnitLevel;
  readonly folded: string;
}

/** Lists by the tree they list; a tree is dropped by its history, and its list with it. */
const lists = new WeakMap<Tree, readonly Listed[]>();

/** All units of the tree of a day in Vietnamese order. */
const listedOn = (units: UnitHistory, on: string): readonly Listed[] => {
  const tree = units.tree(on);
  const known = lists.get(tree);
  if (known) return known;
  const listed = inOrder(tree.preorder.flatMap((unitId) => units.unit(unitId, { on }) ?? []));
  lists.set(tree, listed);
  return listed;
};

/** Most of a country's hamlets share a few thousand names: each is folded and placed once. */
const inOrder = (units: readonly UnitAsOf[]): readonly Listed[] => {
  const byName = new Map<string, UnitAsOf[]>();
  for (const unit of units) {
    const name = unit.nameVi.normalize('NFC');
    const sharing = byName.get(name);
    if (sharing) sharing.push(unit);
    else byName.set(name, [unit]);
  }
  const nameOnly = (nfcName: string): Ordered => ({ nfcName, code: null, unitId: '' });
  const names = [...byName.keys()].map(nameOnly).sort(compareVietnamese);
  const listed = names.flatMap(({ nfcName }) => {
    const folded = foldVietnamese(nfcName);
    return (byName.get(nfcName) ?? [])
      .map(({ unitId, code, level }): Listed => ({ unitId, code, level, nfcName, folded }))
      .sort(compareVietnamese);
  });
  // Names may differ and share a place, as 1 and 01 do: there the code decides.
  return listed.sort(compareVietnamese);
};

const cursorKey = ({ nfcName, code, unitId }: Ordered) => [nfcName, code ?? '', unitId];

/** How many of an ordered list stand up to a place, which need not be taken. */
const countUpTo = (ordered: readonly Ordered[], place: Ordered): number => {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareVietnamese(ordered[middle] as Ordered, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A page of an ordered list, by its whole sort key: whatever came or went since, none is skipped or repeated. */
const pageOf = <Node>(
  ordered: readonly Ordered[],
  page: PageArgs,
  byDefault: number,
  nodeOf: (unitId: string) => Node,
): Connection<Node> & { readonly totalCount: number } => {
  const size = pageSizeOf(page, byDefault);
  const key = keyOf(page.after, 3);
  const [name, code, unitId] = (key ?? []).map(String);
  const after: Ordered = { nfcName: name ?? '', code: code ?? null, unitId: unitId ?? '' };
  const start = key === null ? 0 : countUpTo(ordered, after);
  const rows = ordered.slice(start, start + size + 1);
  const connection = connectionOf(rows, size, cursorKey, ({ unitId: id }) => nodeOf(id));
  return { ...connection, totalCount: ordered.length };
};

/** Units of a day, found by name, level and place. */
export const unitsPage = <Node>(
  units: UnitHistory,
  on: string,
  { search, level, within }: UnitFilter,
  page: PageArgs,
  nodeOf: (unitId: string) => Node,
) => {
  const tree = units.tree(on);
  const query = search == null || search.trim() === '' ? null : foldVietnamese(search);
  const found = listedOn(units, on).filter(
    (unit) =>
      (level == null || unit.level === level) &&
      (within == null || tree.isWithin(unit.unitId, within)) &&
      // A search for signs alone finds nothing, it does not list everything.
      (query === null || (query !== '' && matchesFolded(unit.folded, query))),
  );
  return pageOf(found, page, 20, nodeOf);
};

/** Units directly below another, in Vietnamese order. */
export const childrenPage = <Node>(
  units: UnitHistory,
  on: string,
  unitId: string,
  page: PageArgs,
  nodeOf: (unitId: string) => Node,
) => {
  const children = units
    .tree(on)
    .childrenOf(unitId)
    .map((id): Ordered => {
      const unit = units.unit(id, { on });
      return { unitId: id, code: unit?.code ?? null, nfcName: (unit?.nameVi ?? '').normalize('NFC') };
    });
  return pageOf(children, page, 50, nodeOf);
};
