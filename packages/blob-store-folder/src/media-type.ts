import { fileTypeFromFile } from 'file-type';

/**
 * The media type of a file by its bytes, whatever it is called; null where they are of no known type.
 * Of an archive it unpacks no more than the small part that tells its kind.
 *
 * @throws faults of the disk.
 */
export const mediaTypeOf = async (file: string): Promise<string | null> => {
  try {
    return (await fileTypeFromFile(file))?.mime ?? null;
  } catch (fault) {
    // What the detector stumbles over is no file that it knows; only a fault of the disk is one of ours.
    if (typeof fault === 'object' && fault !== null && 'syscall' in fault) throw fault;
    return null;
  }
};
