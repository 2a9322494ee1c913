using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Support;

/// <summary>A logging provider that keeps the entries, and can have a level of its own, fail, or do something else with each.</summary>
internal sealed class WrittenLog : ILoggerProvider
{
    private readonly ConcurrentQueue<WrittenEntry> _entries = new();
    private int _minLevel = (int)LogLevel.Trace;

    public LogLevel MinLevel
    {
        get => (LogLevel)Volatile.Read(ref _minLevel);
        set => Volatile.Write(ref _minLevel, (int)value);
    }

    /// <summary>Called with each entry, after it is kept. What it throws, the provider throws.</summary>
    public Action<WrittenEntry>? OnEntry { get; set; }

    /// <summary>Called after the level is compared. What it throws, the provider throws.</summary>
    public Action? OnIsEnabled { get; set; }

    public WrittenEntry[] Entries => [.. _entries];

    public WrittenEntry[] Of(string category) => [.. _entries.Where(entry => entry.Category == category)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(WrittenLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            bool isEnabled = logLevel >= log.MinLevel;
            log.OnIsEnabled?.Invoke();
            return isEnabled;
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < log.MinLevel)
            {
                return;
            }

            var pairs = (IReadOnlyList<KeyValuePair<string, object?>>)state!;
            var entry = new WrittenEntry(category, logLevel, eventId, [.. pairs], formatter(state, exception), exception);
            log._entries.Enqueue(entry);
            log.OnEntry?.Invoke(entry);
        }
    }
}
