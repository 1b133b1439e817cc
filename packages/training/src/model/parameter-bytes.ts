/** Parameters as bytes: singles, least significant byte first, on every machine. */
export function parametersToBytes(parameters: Float32Array): Uint8Array {
  const out = new Uint8Array(4 * parameters.length);
  const view = new DataView(out.buffer);
  for (const [i, value] of parameters.entries()) view.setFloat32(4 * i, value, true);
  return out;
}

/** @throws RangeError on a length that is no multiple of 4 */
export function parametersFromBytes(bytes: Uint8Array): Float32Array {
  if (bytes.length % 4 !== 0)
    throw new RangeError(`parameters are singles of 4 bytes, got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
