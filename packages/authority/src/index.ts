export * from './front-names.js';
export * from './organisation-types.js';
export * from './participants.js';
export * from './permissions.js';
export * from './reading.js';
export * from './readings.js';
export * from './receivers.js';
export { holds, ownerToday, receiverToday } from './succession.js';
export * from './world.js';
