import { type Acting, actingUnder, type NotActing, type World } from '@thidua/authority';
import { GraphQLError } from 'graphql';
import type { RegistryView } from './registry-view.js';
import type { RequestContext } from './request-context.js';

/** Who asks, under which appointment, and the world that their rights are judged in. */
export interface Standing {
  readonly userId: string;
  readonly acting: Acting | NotActing;
  readonly world: World;
  readonly today: string;
}

/** The gateway has asked already; a service never trusts that alone. */
export const unauthenticated = () => new GraphQLError('Unauthenticated', { extensions: { code: 'UNAUTHENTICATED' } });

export const standingOf = (context: RequestContext, view: RegistryView): Standing => {
  if (!context.viewer) throw unauthenticated();
  const { userId } = context.viewer;
  const today = view.today();
  const world = view.world();
  const acting = actingUnder(view.appointmentsOf(userId), context.actingAs, today, world);
  return { userId, acting, world, today };
};

/** The appointment somebody acts under, or null: who acts under none reads nothing. */
export const actingIn = ({ acting }: Standing): Acting | null => (typeof acting === 'string' ? null : acting);
