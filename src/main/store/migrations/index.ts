// The migrations in order. A released one is never edited: a change is a new file with the next number.
import type { Connection } from '../connection.ts';
import { first } from './0001-first.ts';
import { stages } from './0002-stages.ts';
import { shapes } from './0003-shapes.ts';

export type Migration = {
  /** The user_version after it: its place in the list, from 1. */
  readonly version: number;
  readonly up: (db: Connection) => void;
};

export const migrations: readonly Migration[] = [first, stages, shapes];
