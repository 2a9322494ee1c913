using Microsoft.Extensions.Logging;

namespace Telemetry.Benchmarks.Support;

/// <summary>A logging provider that formats the message of each entry, as that of the console does, and drops it. It can have a level
/// of its own, of which the log does not know.</summary>
internal sealed class FormattingProvider : ILoggerProvider, ILogger
{
    /// <summary>Whether the provider takes no entries.</summary>
    internal bool IsOff { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => !IsOff;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Seen.Count += formatter(state, exception).Length;

    public void Dispose()
    {
    }
}
