import { describe, it } from '@jest/globals';
import { specification } from '@thidua/event-sourcing';
import type { InstallationEvent } from '@thidua/events';
import { type InstallationCommand, installationDecider } from './installation.decider.js';

const { given } = specification(installationDecider);

const create: InstallationCommand = {
  type: 'CreateInstallation',
  installationId: 'i1',
  kind: 'DEMO',
  seed: 'tra-vinh-2022',
};
const finish: InstallationCommand = { type: 'FinishDemoLoad', seed: 'tra-vinh-2022', mutations: 1234 };

const created: InstallationEvent = {
  type: 'InstallationCreated.v1',
  data: { installationId: 'i1', kind: 'DEMO', seed: 'tra-vinh-2022' },
};
const loaded: InstallationEvent = {
  type: 'DemoLoaded.v1',
  data: { installationId: 'i1', seed: 'tra-vinh-2022', mutations: 1234 },
};

describe('an installation', () => {
  it('is created with its kind and seed', () => {
    given([]).when(create).then([created]);
  });

  it("of one's own is created without a seed", () => {
    given([])
      .when({ type: 'CreateInstallation', installationId: 'i2', kind: 'OWN' })
      .then([{ type: 'InstallationCreated.v1', data: { installationId: 'i2', kind: 'OWN' } }]);
  });

  it('is created once, whatever the second asks for', () => {
    given([created]).when(create).thenNothing();
    given([created])
      .when({ ...create, installationId: 'other', kind: 'OWN' })
      .thenNothing();
    given([created, loaded]).when(create).thenNothing();
  });

  it('says that its demo is loaded, once', () => {
    given([created]).when(finish).then([loaded]);
    given([created, loaded]).when(finish).thenNothing();
    given([created, loaded])
      .when({ ...finish, mutations: 5 })
      .thenNothing();
  });

  it('that was never created has no demo to finish', () => {
    given([]).when(finish).thenNothing();
  });
});
