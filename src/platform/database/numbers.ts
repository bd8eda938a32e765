/**
 * A `bigint` of the database as a number: Telegram's ids have at most 52 bits.
 *
 * @throws RangeError over 2^53 - 1, where a number would silently become another
 */
export function toNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError('a bigint of the database does not fit into a number');
  return number;
}
