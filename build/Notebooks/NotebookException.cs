namespace Notebooks;

/// <summary>A notebook cannot be run.</summary>
internal sealed class NotebookException(string message, Exception inner) : Exception(message, inner);
