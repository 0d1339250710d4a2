// Runs a job: a model and the inputs of some runs. Tensors travel as JSON: { type, dims, data }.
const arrays = {
  float32: (data) => Float32Array.from(data),
  int64: (data) => BigInt64Array.from(data, BigInt),
  int32: (data) => Int32Array.from(data),
  bool: (data) => Uint8Array.from(data),
  string: (data) => data,
};

export async function run(ort, { model, runs }) {
  try {
    const session = await ort.InferenceSession.create(model);
    const results = [];
    for (const inputs of runs) {
      const feeds = {};
      for (const [name, { type, dims, data }] of Object.entries(inputs)) {
        feeds[name] = new ort.Tensor(type, arrays[type](data), dims);
      }

      const outputs = {};
      for (const [name, tensor] of Object.entries(await session.run(feeds))) {
        const data = tensor.type === 'string' ? tensor.data : Array.from(tensor.data, Number);
        outputs[name] = { type: tensor.type, dims: tensor.dims, data };
      }

      results.push(outputs);
    }

    await session.release();
    return { runs: results };
  } catch (e) {
    return { error: String(e?.stack ?? e) };
  }
}
