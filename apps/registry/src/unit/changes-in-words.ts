import type { UnitTreeEvent } from '@thidua/events';
import { type Language, type Message, say } from '@thidua/service';

/** One sentence an event of a reorganisation: what an administrator reads before ordering it. */
const sentences = {
  registered: {
    vi: 'Thành lập {name} ({code}), trực thuộc {parent}.',
    en: 'Founded: {name} ({code}), below {parent}.',
  },
  renamed: { vi: '{from} đổi tên thành {to}.', en: '{from} is renamed {to}.' },
  reclassified: { vi: '{name} đổi loại từ {from} thành {to}.', en: '{name} changes from {from} to {to}.' },
  recoded: { vi: '{name} đổi mã từ {from} thành {to}.', en: '{name} changes its code from {from} to {to}.' },
  moved: { vi: '{name} chuyển từ {from} về {to}.', en: '{name} moves from {from} to {to}.' },
  dissolved: { vi: '{name} kết thúc, nhập vào: {successors}.', en: '{name} ends and goes to: {successors}.' },
} satisfies Record<string, Message>;

/** Events in words; `nameOf` names units that stand and those that are founded. */
export const changesInWords = (
  events: readonly UnitTreeEvent[],
  language: Language,
  nameOf: (unitId: string) => string,
): readonly string[] => {
  const named = (unitId: string | undefined) => (unitId === undefined ? '–' : nameOf(unitId));
  const inWords = (event: UnitTreeEvent): readonly string[] => {
    switch (event.type) {
      case 'UnitsReorganised.v1':
        return [];
      case 'UnitRegistered.v1': {
        const { nameVi, code, parentUnitId } = event.data;
        const detail = { name: nameVi, code: code ?? '–', parent: named(parentUnitId) };
        return [say(sentences.registered, language, detail)];
      }
      case 'UnitRenamed.v1':
        return [say(sentences.renamed, language, event.data)];
      case 'UnitReclassified.v1':
        return [say(sentences.reclassified, language, { ...event.data, name: nameOf(event.data.unitId) })];
      case 'UnitRecoded.v1': {
        const { unitId, from = '–', to = '–' } = event.data;
        return [say(sentences.recoded, language, { name: nameOf(unitId), from, to })];
      }
      case 'UnitMoved.v1': {
        const { unitId, fromParentId, toParentId } = event.data;
        const detail = { name: nameOf(unitId), from: named(fromParentId), to: named(toParentId) };
        return [say(sentences.moved, language, detail)];
      }
      case 'UnitDissolved.v1': {
        const { unitId, successors } = event.data;
        const names = successors.map(({ unitId: successor, coverage }) => `${nameOf(successor)} (${coverage})`);
        return [say(sentences.dissolved, language, { name: nameOf(unitId), successors: names.join(', ') || '–' })];
      }
    }
  };
  return events.flatMap(inWords);
};
