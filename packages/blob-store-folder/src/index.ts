export { type FolderBlobStoreOptions, openFolderBlobStore } from './folder-blob-store.js';
