import { Inject } from '@nestjs/common';
import { Args, Context, Resolver, Subscription } from '@nestjs/graphql';
import { PORTS, type RequestContext, type ServicePorts, standingOf } from '@thidua/service';
import { GraphQLError } from 'graphql';
import { ChangeHub } from './change-hub.js';

const noAppointment = {
  vi: 'Bạn không còn (hoặc chưa chọn) nhiệm vụ nào nên không nhận thông báo thay đổi nữa.',
  en: 'You act under no appointment, or chose none of several, so changes are no longer told to you.',
};

@Resolver()
export class ChangesResolver {
  constructor(
    @Inject(PORTS) private readonly ports: ServicePorts,
    private readonly hub: ChangeHub,
  ) {}

  /** What cannot be read is told of as little as what does not exist: the stream is silent, no error. */
  @Subscription('changed')
  changed(
    @Args('campaign') campaignId: string,
    @Args('within') within: string | null | undefined,
    @Context() context: RequestContext,
  ) {
    const { registryView } = this.ports;
    return this.hub.subscribe({
      campaignId,
      within: within ?? null,
      standing: () => standingOf(context, registryView),
      forbidden: () => new GraphQLError(noAppointment[context.language], { extensions: { code: 'FORBIDDEN' } }),
    });
  }
}
