export * from './organisation-types.js';
export * from './participants.js';
export * from './permissions.js';
export * from './reading.js';
export * from './receivers.js';
export * from './world.js';
