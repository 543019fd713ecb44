/** How many tables there are: each grows by itself, so that none ever takes long. */
const SHARDS = 256;
const EMPTY = 0xffffffff;
const REMOVED = 0xfffffffe;

/**
 * Where each id is kept: open hashing in typed arrays, 4 bytes and a half an entry. The ids themselves are kept elsewhere, and
 * compared there.
 */
export interface IdTable {
  /** The place of an id, if it is known. */
  find(id: string): number | undefined;
  /** Notes a new id. It must not be known. */
  add(id: string, place: number): void;
  /** Forgets an id. @returns where it was */
  remove(id: string): number | undefined;
  count(): number;
}

interface Shard {
  slots: Uint32Array;
  /** Slots that are not empty. */
  used: number;
}

/**
 * @param hasId whether what is kept at a place has this id
 * @param idAt the id of what is kept at a place
 */
export function createIdTable(hasId: (place: number, id: string) => boolean, idAt: (place: number) => string): IdTable {
  const shards: Shard[] = Array.from({ length: SHARDS }, () => ({ slots: new Uint32Array(16).fill(EMPTY), used: 0 }));
  let count = 0;

  const shardOf = (hash: number) => shards[hash % SHARDS] as Shard;

  /** The slot of an id, or -1. */
  function slotOf({ slots }: Shard, hash: number, id: string): number {
    for (let slot = firstSlot(hash, slots); ; slot = (slot + 1) % slots.length) {
      const place = slots[slot] ?? EMPTY;
      if (place === EMPTY) return -1;
      if (place !== REMOVED && hasId(place, id)) return slot;
    }
  }

  function put(shard: Shard, hash: number, place: number): void {
    let slot = firstSlot(hash, shard.slots);
    while (shard.slots[slot] !== EMPTY) slot = (slot + 1) % shard.slots.length;
    shard.slots[slot] = place;
    shard.used += 1;
  }

  /** Half of the slots stay empty, so that a search ends soon. */
  function grow(shard: Shard): void {
    const places = shard.slots.filter((place) => place < REMOVED);
    shard.slots = new Uint32Array(Math.max(16, 2 ** Math.ceil(Math.log2(places.length * 3)))).fill(EMPTY);
    shard.used = 0;
    for (const place of places) put(shard, hashOf(idAt(place)), place);
  }

  return {
    find(id) {
      const hash = hashOf(id);
      const shard = shardOf(hash);
      const slot = slotOf(shard, hash, id);
      return slot === -1 ? undefined : shard.slots[slot];
    },
    add(id, place) {
      const hash = hashOf(id);
      const shard = shardOf(hash);
      if ((shard.used + 1) * 2 > shard.slots.length) grow(shard);
      put(shard, hash, place);
      count += 1;
    },
    remove(id) {
      const hash = hashOf(id);
      const shard = shardOf(hash);
      const slot = slotOf(shard, hash, id);
      if (slot === -1) return undefined;
      const place = shard.slots[slot];
      shard.slots[slot] = REMOVED;
      count -= 1;
      return place;
    },
    count: () => count,
  };
}

/** FNV-1a, 32 bits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const firstSlot = (hash: number, slots: Uint32Array) => (hash >>> 8) % slots.length;
