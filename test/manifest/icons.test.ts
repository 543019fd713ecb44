import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { colourIcon, outlineIcon } from '../../manifest/icons.js';
import { readPng } from './png-reader.js';

/** Every pixel of a picture. */
function pixelsOf(bytes: Uint8Array): number[][] {
  const picture = readPng(bytes);
  const { width, height } = picture;
  return Array.from({ length: width * height }, (_, index) => picture.pixel(index % width, Math.floor(index / width)));
}

describe('the colour icon', () => {
  it('has the size that was asked for, in RGBA', () => {
    const { width, height, format } = readPng(colourIcon(192));
    expect({ width, height, format }).toEqual({ width: 192, height: 192, format: [8, 6] });
  });

  it('is opaque everywhere', () => {
    expect(pixelsOf(colourIcon(96)).filter(([, , , alpha]) => alpha !== 255)).toEqual([]);
  });

  it('keeps the mark within the middle that no shape of frame cuts off', () => {
    const picture = readPng(colourIcon(192));
    const ground = picture.pixel(0, 0);
    const edge = Array.from({ length: 192 }, (_, at) => [
      picture.pixel(at, 34),
      picture.pixel(at, 157),
      picture.pixel(34, at),
      picture.pixel(157, at),
    ]);
    expect(edge.flat().filter((colour) => colour.join() !== ground.join())).toEqual([]);
    expect(picture.pixel(80, 70)).not.toEqual(ground);
  });
});

describe('the outline icon', () => {
  it('is 32 by 32', () => {
    const { width, height } = readPng(outlineIcon());
    expect([width, height]).toEqual([32, 32]);
  });

  it('is white wherever it is anything', () => {
    expect(
      pixelsOf(outlineIcon()).filter(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255),
    ).toEqual([]);
  });

  it('is transparent around the mark and solid within it', () => {
    const alphas = pixelsOf(outlineIcon()).map(([, , , alpha]) => alpha);
    expect(alphas[0]).toBe(0);
    expect(alphas.filter((alpha) => alpha === 255).length).toBeGreaterThan(100);
    expect(alphas.filter((alpha) => alpha === 0).length).toBeGreaterThan(300);
  });
});

describe('a PNG of ours', () => {
  it('carries the right checksum in every chunk', () => {
    const file = outlineIcon();
    for (let at = 8; at < file.length; ) {
      const end = at + 8 + file.readUInt32BE(at);
      expect(file.readUInt32BE(end)).toBe(crc32(file.subarray(at + 4, end)));
      at = end + 4;
    }
  });
});
