import { type EventData, eventBytesMax } from '@thidua/events';
import { refuse } from '@thidua/service/refusals';

/**
 * A version of which one event cannot hold all that it says (domain.md E1), or null where it can. It is counted in
 * entries, children, missing organisations and totals together: how many there are, and how many like these would fit.
 */
export const tooLargeToSend = (data: EventData<'ReportSubmitted.v1'>) => {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= eventBytesMax) return null;
  const count = data.children.length + data.missingOrgIds.length + data.totals.length;
  return refuse('TOO_MANY', ['report'], { max: Math.floor((count * eventBytesMax) / bytes), count });
};
