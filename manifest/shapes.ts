/** Plane shapes: whether a point lies inside. Units are whatever the drawing has. */
export type Shape = (x: number, y: number) => boolean;

// Asked millions of times: looked up once.
const { max } = Math;

/** A rectangle with round corners, from its upper left to its lower right corner. */
export function roundedRectangle(left: number, top: number, right: number, bottom: number, radius: number): Shape {
  return (x, y) => {
    const dx = max(left + radius - x, x - right + radius, 0);
    const dy = max(top + radius - y, y - bottom + radius, 0);
    return x >= left && x <= right && y >= top && y <= bottom && dx * dx + dy * dy <= radius * radius;
  };
}

/** A convex polygon, its corners clockwise on a screen (y grows downwards). */
export function polygon(...corners: [number, number][]): Shape {
  const sides = corners.map(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return { x, y, dx: nextX - x, dy: nextY - y };
  });
  return (x, y) => sides.every((side) => side.dx * (y - side.y) >= side.dy * (x - side.x));
}

export const either =
  (...shapes: Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const without =
  (shape: Shape, cut: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !cut(x, y);

/** Points asked in each direction within one pixel: first a few, and all of them where those disagree. */
const FEW = 2;
const MANY = 6;

/** How much of a pixel a shape covers, 0 to 1: smooth edges. `scale` is pixels a unit. */
export function coverage(shape: Shape, scale: number): (x: number, y: number) => number {
  function share(x: number, y: number, points: number): number {
    let hits = 0;
    for (let row = 0.5; row < points; row += 1) {
      for (let column = 0.5; column < points; column += 1) {
        if (shape((x + column / points) / scale, (y + row / points) / scale)) hits += 1;
      }
    }
    return hits / (points * points);
  }
  return (x, y) => {
    const rough = share(x, y, FEW);
    return rough === 0 || rough === 1 ? rough : share(x, y, MANY);
  };
}
