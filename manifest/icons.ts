import { png, type Rgba } from './png.js';
import { coverage, either, polygon, roundedRectangle, without } from './shapes.js';

/** The colour behind the mark; also the accent colour in both manifests. */
export const BACKGROUND = '#2f5d62';

const WHITE = [255, 255, 255] as const;
const PALE = [156, 200, 192] as const;

/** Units across the drawing. */
const FIELD = 26;

/** The mark: two speech bubbles, one in front of the other. */
const front = either(roundedRectangle(6, 6, 17, 14, 2.5), polygon([10.5, 13.5], [6, 17], [6, 10]));
const back = without(
  either(roundedRectangle(10, 9, 20, 18, 2.5), polygon([20, 14], [20, 21], [15.5, 17.5])),
  roundedRectangle(0, 0, 19, 16.2, 3.5),
);
const hollow = without(front, roundedRectangle(7.4, 7.4, 15.6, 12.6, 1.2));

/**
 * Opaque, for the app lists of both platforms. The mark stays within the middle 60 % that Teams never cuts off.
 *
 * @param size in pixels: Teams wants 192, Slack at least 512
 */
export function colourIcon(size: number): Buffer {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(BACKGROUND.slice(at, at + 2), 16));
  const ground = [red ?? 0, green ?? 0, blue ?? 0] as const;
  const [inFront, inBack] = [front, back].map((shape) => coverage(shape, size / FIELD));
  return png(size, (x, y): Rgba => {
    const [a, b] = [inFront?.(x, y) ?? 0, inBack?.(x, y) ?? 0];
    const mix = (channel: 0 | 1 | 2) =>
      Math.round(WHITE[channel] * a + PALE[channel] * b + ground[channel] * (1 - a - b));
    return [mix(0), mix(1), mix(2), 255];
  });
}

/** 32 × 32, white on transparent, as Teams wants it for its narrow bars. */
export function outlineIcon(): Buffer {
  const size = 32;
  // Less margin than the colour icon: it is small.
  const margin = 4;
  const moved = either(hollow, back);
  const covered = coverage((x, y) => moved(x + margin, y + margin), size / (FIELD - 2 * margin));
  return png(size, (x, y): Rgba => [...WHITE, Math.round(covered(x, y) * 255)]);
}
