using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Support;

/// <summary>A log that keeps its entries of one category and below, as <c>level: text</c>.</summary>
internal sealed class LogRecorder(string category = "Telemetry") : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _entries = new();

    public IReadOnlyList<string> Entries => [.. _entries];

    /// <summary>The entries of a level.</summary>
    public string[] At(LogLevel level) =>
    [
        .. _entries.Where(entry => entry.StartsWith($"{level}: ", StringComparison.Ordinal)).Select(entry => entry[$"{level}: ".Length..]),
    ];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.StartsWith(category, StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Logger(LogRecorder recorder, bool isRecorded) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isRecorded;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (isRecorded)
            {
                recorder._entries.Enqueue($"{logLevel}: {formatter(state, exception)}");
            }
        }
    }
}
