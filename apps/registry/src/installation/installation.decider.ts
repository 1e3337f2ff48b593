import type { Decider, Refusal } from '@thidua/event-sourcing';
import type { InstallationEvent } from '@thidua/events';

/** What this log is, from its first event on: the demo or somebody's own. */
export type Installation =
  | { readonly status: 'none' }
  | { readonly status: 'created' | 'loaded'; readonly installationId: string };

export type InstallationCommand =
  | {
      readonly type: 'CreateInstallation';
      readonly installationId: string;
      readonly kind: 'DEMO' | 'OWN';
      readonly seed?: string;
    }
  | { readonly type: 'FinishDemoLoad'; readonly seed: string; readonly mutations: number };

/** Id of the one stream of this category. */
export const installationStreamId = 'main';

export const installationDecider: Decider<Installation, InstallationCommand, InstallationEvent, Refusal<never>> = {
  category: 'installation',
  initial: () => ({ status: 'none' }),
  evolve: {
    'InstallationCreated.v1': (_, { installationId }) => ({ status: 'created', installationId }),
    'DemoLoaded.v1': (_, { installationId }) => ({ status: 'loaded', installationId }),
  },
  decide(command, state) {
    switch (command.type) {
      case 'CreateInstallation': {
        if (state.status !== 'none') return [];
        const { type: _, ...data } = command;
        return [{ type: 'InstallationCreated.v1', data }];
      }
      case 'FinishDemoLoad': {
        if (state.status !== 'created') return [];
        const { seed, mutations } = command;
        return [{ type: 'DemoLoaded.v1', data: { installationId: state.installationId, seed, mutations } }];
      }
    }
  },
};
