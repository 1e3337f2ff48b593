export { bootstrap, finishDemoLoad, type Root, RootRefused } from './bootstrap.js';
export { RegistryModule, startRegistry } from './registry.module.js';
