using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Support;

/// <summary>A provider of a log that keeps the entries.</summary>
internal sealed class HostLogOfATest : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, LogLevel Level, string Message)> _entries = new();

    /// <summary>The entries, in order.</summary>
    internal (string Category, LogLevel Level, string Message)[] Entries => [.. _entries];

    /// <summary>The messages of a category of the library.</summary>
    internal string[] MessagesOf(string category) =>
        [.. _entries.Where(entry => entry.Category == $"Telemetry.{category}").Select(entry => entry.Message)];

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<(string, LogLevel, string)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((category, logLevel, formatter(state, exception)));
    }
}
