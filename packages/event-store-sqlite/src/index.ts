export { type BuildingSites, buildingSites } from './building-sites.js';
export { FolderInUse } from './folder-owner.js';
export { type LogReader, NoLog, openLogReader } from './log-reader.js';
export { openReadModels, openReadModelsReadOnly, openRebuiltReadModels } from './read-models.js';
export { SqliteFault } from './sqlite-database.js';
export { openSqliteEventStore, type SqliteEventStoreOptions, StoreStopped } from './sqlite-event-store.js';
export { LogDamaged, type LogReport, verifyLog } from './verify-log.js';
