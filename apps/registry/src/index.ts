export { bootstrap, finishDemoLoad, type Root } from './bootstrap.js';
export { RegistryModule, startRegistry } from './registry.module.js';
