// Store: a project of 100,000 photos: opening, first frame, every query, gestures, scan, export, memory, checks.
import { scale } from './support/scale.ts';

await scale('store', 100_000);
