// Which decoder makes the pixels, for whoever caches what depends on them without loading sharp. A test keeps it equal to the sharp that runs.

/** Part of every cache key that holds decoded pixels. Raise the first number when the same file would give other pixels. */
export const decoderVersion = '1-sharp-0.35.5-vips-8.18.7';
