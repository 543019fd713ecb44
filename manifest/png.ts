import { crc32 } from 'node:zlib';
import { zlibSync } from 'fflate';

/** Red, green, blue, alpha: 0 to 255 each. */
export type Rgba = readonly [number, number, number, number];

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A square PNG of 8 bits a channel with alpha (w3.org/TR/png-3). The same picture gives the same bytes on every machine:
 * fflate compresses, because Node's zlib differs from version to version.
 *
 * @param pixel the colour at a place, counted from the upper left corner
 */
export function png(size: number, pixel: (x: number, y: number) => Rgba): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits, colour type 6 (RGBA), and the only methods that there are.
  header.set([8, 6, 0, 0, 0], 8);
  // Each row begins with its filter: 0, none.
  const rows = new Uint8Array(size * (1 + size * 4));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rows.set(pixel(x, y), y * (1 + size * 4) + 1 + x * 4);
  }
  const pixels = zlibSync(rows, { level: 9 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
