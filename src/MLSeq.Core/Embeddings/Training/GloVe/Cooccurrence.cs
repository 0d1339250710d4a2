using System.Runtime.InteropServices;

namespace MLSeq.Embeddings.Training.GloVe;

/// <summary>How often two words co-occur, in six bytes: the words are places in their groups.</summary>
/// <param name="Row">The word's place in its group.</param>
/// <param name="Column">The context word's place in its group.</param>
/// <param name="LogValue">log x.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Cooccurrence(byte Row, byte Column, float LogValue);
