using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Collects the errors of a file of declarations, so that all of them are reported at once.</summary>
/// <param name="path">The path of the file.</param>
internal sealed class DeclarationErrors(string path)
{
    private readonly List<(int Line, string Message)> _errors = [];

    internal int Count => _errors.Count;

    /// <summary>Adds an error.</summary>
    /// <param name="at">The data with the error.</param>
    /// <param name="problem">The entry, the problem and what to do.</param>
    internal void Add(MetricDataNode at, string problem) =>
        _errors.Add((at.Line, at.Line > 0 ? $"{path}:{at.Line}: {problem}" : $"{path}: {problem}"));

    /// <exception cref="InvalidDeclarationException">There are errors. The message contains all of them.</exception>
    internal void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            string[] messages = [.. _errors.OrderBy(error => error.Line).Select(error => error.Message)];
            throw new InvalidDeclarationException(
                messages.Length == 1
                    ? messages[0]
                    : $"The file '{path}' has {messages.Length} errors:{Environment.NewLine}{string.Join(Environment.NewLine, messages)}")
            {
                Target = path,
            };
        }
    }
}
