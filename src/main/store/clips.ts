// The group a new photo begins in: a group of its own, or that of the film it is a frame of.
import { clipOf } from '../../shared/clips.ts';
import type { Tables } from './tables/index.ts';

/** Gives each path the group for its photo; makes groups where none is there. Inside a transaction. */
export function groupsForNewPhotos(tables: Tables): (path: string) => number {
  const clips = new Map<string, number>();
  return path => {
    const clip = clipOf(path);
    if (clip === null) return tables.group.create();
    const group = clips.get(clip) ?? tables.photo.groupInFolder(clip) ?? tables.group.create();
    clips.set(clip, group);
    return group;
  };
}
