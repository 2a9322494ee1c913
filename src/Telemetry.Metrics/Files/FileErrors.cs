namespace Telemetry.Metrics;

/// <summary>Collects the errors of a file, so that all of them are reported at once.</summary>
internal sealed class FileErrors(string path)
{
    private readonly List<(int Line, MetricException Error)> _errors = [];

    internal int Count => _errors.Count;

    /// <summary>Adds an error.</summary>
    /// <param name="at">The data with the error.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="problem">The entry, the problem and what to do.</param>
    /// <param name="cause">The exception behind it; null for none.</param>
    internal void Add(MetricDataNode at, MetricErrorKind kind, string problem, Exception? cause = null) =>
        _errors.Add((at.Line, new MetricException(kind, $"{at.PlaceIn(path)}: {problem}", path, cause)));

    /// <summary>Throws one exception for all errors, if there are any. Its kind is that of the errors if they have the
    /// same.</summary>
    internal void ThrowIfAny()
    {
        if (_errors.Count == 1)
        {
            throw _errors[0].Error;
        }

        if (_errors.Count > 1)
        {
            MetricException[] errors = [.. _errors.OrderBy(error => error.Line).Select(error => error.Error)];
            throw new MetricException(
                Array.TrueForAll(errors, error => error.Kind == errors[0].Kind) ? errors[0].Kind : MetricErrorKind.InvalidMetricFile,
                $"The file '{path}' has {errors.Length} errors:{Environment.NewLine}"
                + string.Join(Environment.NewLine, errors.Select(error => error.Message)),
                path,
                new AggregateException(errors));
        }
    }

    internal static MetricException Create(string path, int line, MetricErrorKind kind, string problem, Exception? cause = null) =>
        new(kind, line > 0 ? $"{path}:{line}: {problem}" : $"{path}: {problem}", path, cause);
}
