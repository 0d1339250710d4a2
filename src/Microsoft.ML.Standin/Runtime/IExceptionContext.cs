namespace Microsoft.ML.Runtime;

/// <summary>Something that exceptions come from.</summary>
public interface IExceptionContext
{
    /// <summary>What it is.</summary>
    string ContextDescription { get; }

    /// <summary>Marks an exception as coming from here.</summary>
    TException Process<TException>(TException ex)
        where TException : Exception;
}
