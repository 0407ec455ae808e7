// Store, large: the same with 500,000 photos (some minutes and 3 GB of disk).
import { scale } from './support/scale.ts';

await scale('store-large', 500_000);
