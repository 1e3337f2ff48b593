import { TestEnvironment } from 'jest-environment-node';

// biome-ignore lint/style/noProcessEnv: this is where the time zone of a machine stands.
const machine = process.env;

/** Runs a suite on a machine that stands in the time zone named by the option `zone`. */
export default class ZoneEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.zone = config.projectConfig.testEnvironmentOptions.zone;
  }

  async setup() {
    await super.setup();
    this.zoneBefore = machine.TZ;
    machine.TZ = this.zone;
  }

  async teardown() {
    if (this.zoneBefore === undefined) delete machine.TZ;
    else machine.TZ = this.zoneBefore;
    await super.teardown();
  }
}
