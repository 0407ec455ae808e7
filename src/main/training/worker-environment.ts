// The environment of the engine's worker process.
import { smallEnvironment } from '../../shared/small-environment.ts';

/** On Linux large buffers lie in large pages where the system allows it: training steps take 1 to 4 % less time. */
const largePages = process.platform === 'linux' ? { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } : {};

/** Nothing of the person's but what a process needs, and the large pages. */
export const workerEnvironment = (): NodeJS.ProcessEnv => ({ ...smallEnvironment(process.env), ...largePages });
