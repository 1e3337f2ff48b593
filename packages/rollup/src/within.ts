import { dayNumberOf } from './day-number.js';
import type { FigureNode, Forest, PlaceRange } from './forest.js';

/** Whether what stands at a unit on a day belongs to the total of one node; each unit is placed once a stretch. */
export class Within {
  private readonly lastDays: readonly number[];
  private readonly firstDay: number;
  /** By stretch; undefined where the node does not stand in it. */
  private readonly ranges: readonly (PlaceRange | undefined)[];
  private readonly known: readonly Map<string, boolean>[];

  /** `node` null: a unit that stands in no tree, and holds nothing. */
  constructor(
    private readonly forest: Forest,
    node: FigureNode | null,
  ) {
    const { stretches } = forest;
    this.firstDay = dayNumberOf(stretches[0]?.from as string);
    this.lastDays = stretches.map(({ to }) => dayNumberOf(to));
    const ranges = node === null ? [] : forest.placesOf(node, 'total');
    this.ranges = stretches.map((_, n) => ranges[node?.stretches.indexOf(n) ?? -1]);
    this.known = stretches.map(() => new Map());
  }

  /** `day` as a number; false outside the days of the forest. */
  holds(unitId: string, day: number): boolean {
    if (day < this.firstDay) return false;
    const stretch = this.lastDays.findIndex((last) => day <= last);
    const range = this.ranges[stretch];
    if (!range) return false;
    const known = this.known[stretch] as Map<string, boolean>;
    const before = known.get(unitId);
    if (before !== undefined) return before;
    const place = this.forest.placeIn(stretch, unitId);
    const within = range[0] <= place && place < range[1];
    known.set(unitId, within);
    return within;
  }
}
