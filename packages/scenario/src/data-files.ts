import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const readData = (name: string): string => readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8');

/** A JSON file of the data folder. The files are ours and tested, so their shape is trusted. */
export const readJson = <Shape>(name: string): Shape => JSON.parse(readData(name)) as Shape;

/** Rows of a CSV file of the data folder, by column. Codes stay text: they have leading zeros. */
export const readTable = <Column extends string>(name: string): readonly Readonly<Record<Column, string>>[] =>
  parse<Record<Column, string>>(readData(name), { columns: true });
