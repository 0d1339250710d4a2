using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Estimators of which each learns from the data that those before it have transformed.</summary>
public sealed class EstimatorChain<TLastTransformer> : IEstimator<TransformerChain<TLastTransformer>>
    where TLastTransformer : class, ITransformer
{
    /// <summary>The last estimator, or null in an empty chain.</summary>
    public readonly IEstimator<TLastTransformer> LastEstimator;

    private readonly (IEstimator<ITransformer> Estimator, TransformerScope Scope, bool Cache)[] _steps;
    private readonly IHostEnvironment _env;

    /// <summary>A chain without estimators.</summary>
    public EstimatorChain()
    {
        _steps = [];
    }

    private EstimatorChain(IHostEnvironment env, (IEstimator<ITransformer> Estimator, TransformerScope Scope, bool Cache)[] steps)
    {
        _env = env;
        _steps = steps;
        LastEstimator = (IEstimator<TLastTransformer>)steps[^1].Estimator;
    }

    /// <inheritdoc/>
    public TransformerChain<TLastTransformer> Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);

        // Columns that do not fit are found before anything is trained.
        GetOutputSchema(SchemaShape.Create(input.Schema));
        var transformers = new ITransformer[_steps.Length];
        var data = input;
        for (var i = 0; i < _steps.Length; i++)
        {
            transformers[i] = _steps[i].Estimator.Fit(data);
            data = transformers[i].Transform(data);
            if (_steps[i].Cache && i < _steps.Length - 1)
            {
                data = new CacheDataView(data);
            }
        }

        return new(transformers, _steps.Select(s => s.Scope));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return _steps.Aggregate(inputSchema, (shape, step) => step.Estimator.GetOutputSchema(shape));
    }

    /// <summary>Has the data cached for the estimators that are appended from here on.</summary>
    public EstimatorChain<TLastTransformer> AppendCacheCheckpoint(IHostEnvironment env)
    {
        ArgumentNullException.ThrowIfNull(env);
        return _steps.Length == 0 || _steps[^1].Cache ? this : new(env, [.. _steps[..^1], (_steps[^1].Estimator, _steps[^1].Scope, true)]);
    }

    /// <summary>The chain with one more estimator.</summary>
    public EstimatorChain<TNewTrans> Append<TNewTrans>(IEstimator<TNewTrans> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNewTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(estimator);
        return new(_env, [.. _steps, (estimator, scope, false)]);
    }
}
