// Photos made by code, as PNG files, for the timing and the self-test: neither may need a photo of the person's.
import { deflateSync, crc32 } from 'node:zlib';
import { mulberry32 } from '../../shared/random.ts';

export type MadePhoto = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kind: 'disc' | 'bars';
  readonly seed: number;
};

/** The bytes of an RGB PNG: a disc or bars of one colour on a noisy ground; equal arguments give equal bytes. */
export function madePhotoPng({ widthPx, heightPx, kind, seed }: MadePhoto): Buffer {
  const random = mulberry32(seed);
  const [ground, thing] = [
    Array.from({ length: 3 }, () => 60 + 60 * random()),
    Array.from({ length: 3 }, () => 140 + 100 * random()),
  ];
  const [centreX, centreY] = [widthPx * (0.35 + 0.3 * random()), heightPx * (0.35 + 0.3 * random())];
  const radius = Math.min(widthPx, heightPx) * (0.2 + 0.12 * random());
  const barPx = Math.max(2, Math.round(radius / 4));
  const isThing = (x: number, y: number): boolean => {
    if (kind === 'disc') return Math.hypot(x - centreX, y - centreY) < radius;
    const isInside = Math.abs(x - centreX) < radius && Math.abs(y - centreY) < radius;
    return isInside && Math.floor(x / barPx) % 2 === 0;
  };
  // Each row begins with its filter: 0, none.
  const rows = Buffer.alloc(heightPx * (1 + 3 * widthPx));
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    rows[at++] = 0;
    for (let x = 0; x < widthPx; x++) {
      const colour = isThing(x, y) ? thing : ground;
      const noise = 24 * random();
      for (const value of colour) rows[at++] = value + noise;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  // 8 bits, RGB; no other compression, filter or interlace.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
