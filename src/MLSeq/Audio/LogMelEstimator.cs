using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLSeq.Audio;
using MLSeq.Interop;

namespace MLSeq;

/// <summary>Makes log-mel features of sound: of the WAV file that a column of text names, or of a column of samples.</summary>
public sealed class LogMelEstimator : IEstimator<LogMelTransformer>
{
    private readonly IHostEnvironment _environment;
    private readonly string _outputColumnName;
    private readonly string _inputColumnName;
    private readonly LogMelSpectrogram _spectrogram;

    internal LogMelEstimator(IHostEnvironment environment, string outputColumnName, string? inputColumnName, LogMelOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputColumnName);
        _environment = environment;
        _outputColumnName = outputColumnName;
        _inputColumnName = inputColumnName ?? outputColumnName;
        _spectrogram = new LogMelSpectrogram(options);
    }

    /// <summary>Returns the transformer; there is nothing to learn.</summary>
    /// <param name="input">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public LogMelTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        GetOutputSchema(SchemaShape.Create(input.Schema));
        return new(_environment, _outputColumnName, _inputColumnName, _spectrogram);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or not of the expected type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        AudioReader.Check(inputSchema, _inputColumnName);
        return Shapes.Add(inputSchema, new SchemaShape.Column(_outputColumnName, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, false));
    }
}
