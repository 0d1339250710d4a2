// The metadata entries of an ONNX file, which onnxruntime-web does not show: field 14 of the model, each with key (1) and value (2).
export function metadataOf(bytes) {
  const entries = {};
  for (const [field, part] of fields(bytes)) {
    if (field === 14) {
      const { 1: key, 2: value } = Object.fromEntries([...fields(part)].map(([number, text]) => [number, new TextDecoder().decode(text)]));
      entries[key] = value ?? '';
    }
  }

  return entries;
}

// The fields of a protocol buffer that are messages or text; numbers are passed over.
function* fields(bytes) {
  let place = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[place++];
      value += (byte & 127) * scale;
      if (!(byte & 128)) {
        return value;
      }
    }
  };

  while (place < bytes.length) {
    const key = varint();
    switch (key & 7) {
      case 0:
        varint();
        break;
      case 1:
        place += 8;
        break;
      case 2: {
        const length = varint();
        yield [key >> 3, bytes.subarray(place, place + length)];
        place += length;
        break;
      }
      case 5:
        place += 4;
        break;
      default:
        throw new Error('not an ONNX file');
    }
  }
}
