using System.Runtime.InteropServices;

namespace MLSeq.Decoding.Entities;

/// <summary>An entity in a sequence of tokens.</summary>
/// <param name="Type">What it is, for instance <c>LOC</c>.</param>
/// <param name="Start">The place of its first token, from 0.</param>
/// <param name="End">The place behind its last token.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Entity(string Type, int Start, int End);
