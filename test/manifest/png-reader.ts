import { inflateSync } from 'node:zlib';

/** A picture as Teams would decode it. */
export interface Picture {
  width: number;
  height: number;
  /** Bits a channel and colour type, as in IHDR. */
  format: [number, number];
  pixel(x: number, y: number): number[];
}

/** Reads a PNG of RGBA pixels without filters, and throws for every other one. */
export function readPng(bytes: Uint8Array): Picture {
  const file = Buffer.from(bytes);
  if (file.subarray(1, 4).toString('latin1') !== 'PNG') throw new Error('no PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const header = chunks.get('IHDR');
  const data = chunks.get('IDAT');
  if (!header || !data || !chunks.has('IEND')) throw new Error('a chunk is missing');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(data);
  const stride = 1 + width * 4;
  if (rows.length !== stride * height) throw new Error('not as many pixels as the header says');
  return {
    width,
    height,
    format: [header.readUInt8(8), header.readUInt8(9)],
    pixel: (x, y) => [...rows.subarray(y * stride + 1 + x * 4, y * stride + 5 + x * 4)],
  };
}
