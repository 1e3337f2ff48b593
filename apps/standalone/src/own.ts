import { randomUUID } from 'node:crypto';
import { commandIdOf, objectIdOf, organisationIdOf, systemActor } from '@thidua/events';
import { bootstrap, type Root, RootRefused } from '@thidua/registry';
import type { RegistryView } from '@thidua/service';
import type { House } from './house.js';
import { type Ask, type OwnAnswers, type OwnFlags, ownAnswers, SetupFault } from './own-answers.js';

/** Ids hang on the key of the installation alone, so that a setup that was cut off goes on with the same ones. */
const idsOf = (key: string) => {
  const commandOf = (step: string) => commandIdOf(systemActor.userId, `${key}/${step}`);
  const unitId = objectIdOf('unit', commandOf('root'));
  return {
    unitId,
    committeeId: organisationIdOf(unitId, 'FRONT_COMMITTEE'),
    appointmentId: objectIdOf('appointment', commandOf('administrator')),
  };
};

const rootOf = (answers: OwnAnswers, key: string): Root => {
  const { unitId, appointmentId } = idsOf(key);
  const { unitCode: code, unitLevel: level, unitType: type, unitName: nameVi } = answers;
  return {
    kind: 'OWN',
    seed: key,
    key,
    unit: { unitId, code, level, type, nameVi, nameEn: null },
    committeeName: answers.committeeName,
    administrator: { appointmentId, userId: answers.admin },
    validFrom: answers.validFrom,
  };
};

/** Whether an installation of one's own has its administrator: the last thing that a setup writes. */
const isSetUp = (view: RegistryView): boolean => {
  const { installation } = view;
  if (installation?.kind !== 'OWN') return false;
  if (installation.seed === null) return true;
  return (view.organisation(idsOf(installation.seed).committeeId)?.appointments.length ?? 0) > 0;
};

/** What became of the folder: set up now, or found as it was. */
export type OwnStart = { readonly setUp: OwnAnswers | null };

/**
 * Starts an installation of one's own; where there is none yet, or half of one, it is set up: the unit
 * on top, its committee, one administrator. Nothing is written before all of it is known to be right.
 */
export const startOwn = async (
  house: Pick<House, 'stores' | 'drain'>,
  { empty, flags, ask }: { readonly empty: boolean; readonly flags: OwnFlags; readonly ask: Ask | null },
): Promise<OwnStart> => {
  const { registryView, executor } = house.stores;
  const { installation } = registryView;
  if (installation?.kind === 'DEMO') {
    throw new SetupFault(
      'This folder holds the demo. Name another one for your own data: npm start -- --empty --data FOLDER\n' +
        'Thư mục này đang chứa bản demo. Hãy nêu thư mục khác: npm start -- --empty --data THƯ_MỤC',
    );
  }
  if (isSetUp(registryView)) return { setUp: null };
  if (!empty) {
    throw new SetupFault(
      'The setup of this folder was cut off. Finish it: npm start -- --empty\n' +
        'Việc thiết lập thư mục này bị dở dang. Hãy làm tiếp: npm start -- --empty',
    );
  }
  const answers = await ownAnswers(flags, registryView.today(), ask);
  try {
    await bootstrap(executor, rootOf(answers, installation?.seed ?? randomUUID()));
  } catch (fault) {
    if (fault instanceof RootRefused) throw new SetupFault(fault.message);
    throw fault;
  }
  await house.drain();
  return { setUp: answers };
};
