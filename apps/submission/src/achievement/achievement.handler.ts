import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from '@thidua/event-sourcing';
import { type Caller, PORTS, type ServicePorts, type UserRefusal } from '@thidua/service';
import type { AchievementChange, AchievementRegisterInput } from './achievement.inputs.js';
import { changeAchievement } from './change-achievement.js';
import { registerAchievement } from './register-achievement.js';

/** A new achievement of the acting organisation. */
export class RegisterOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly input: AchievementRegisterInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** A change of an achievement by a person. */
export class AchievementOrder extends Command<Outcome<UserRefusal>> {
  constructor(
    readonly change: AchievementChange,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(RegisterOrder)
export class RegisterHandler implements ICommandHandler<RegisterOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  execute({ input, caller }: RegisterOrder): Promise<Outcome<UserRefusal>> {
    return registerAchievement(this.ports, input, caller);
  }
}

@CommandHandler(AchievementOrder)
export class AchievementHandler implements ICommandHandler<AchievementOrder> {
  constructor(@Inject(PORTS) private readonly ports: ServicePorts) {}

  execute({ change, caller }: AchievementOrder): Promise<Outcome<UserRefusal>> {
    return changeAchievement(this.ports, change, caller);
  }
}
