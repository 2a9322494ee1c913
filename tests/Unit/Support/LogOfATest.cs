using System.Text;
using System.Text.Json;
using Telemetry.Logging;

namespace Telemetry.Tests.Support;

/// <summary>A log with a dispatcher and a folder of its own, until it is disposed.</summary>
internal sealed class LogOfATest : IDisposable
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FolderOfATest _folder = new();
    private readonly Lock _gate = new();
    private readonly List<string> _notices = [];

    internal LogOfATest(Action<TelemetryLogOptions>? change = null, string? path = null)
    {
        Path = path ?? _folder.PathOf("a.jsonl");
        Log = Create(change);
        Log.Start();
    }

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal TelemetryLog Log { get; }

    internal string Path { get; }

    /// <summary>The names of the files in the folder of the log, apart from hidden ones, in order.</summary>
    internal string[] Files =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!).Select(file => System.IO.Path.GetFileName(file)!)
            .Where(name => name[0] != '.').Order(StringComparer.Ordinal),
    ];

    internal string[] Notices
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices];
            }
        }
    }

    /// <summary>Creates another log of the same events and file.</summary>
    internal TelemetryLog Create(Action<TelemetryLogOptions>? change)
    {
        var options = new TelemetryLogOptions { Path = Path, Events = ["job.*"], Dispatcher = Dispatcher };
        change?.Invoke(options);
        var log = new TelemetryLog(options);
        log.Noticed += (_, notice) =>
        {
            lock (_gate)
            {
                _notices.Add(notice.Message);
            }
        };
        return log;
    }

    internal void Flush() => Assert.True(Log.FlushAsync(Threads.Patience).Result);

    /// <summary>Emits an event, and returns its line.</summary>
    internal string LineOf(
        KeyValuePair<string, MeasurementValue>[] measurements, KeyValuePair<string, MetadataValue>[] metadata, string name = "job.done")
    {
        int before = Lines().Length;
        Dispatcher.Execute(EventName.Parse(name), measurements, metadata);
        Flush();
        return Assert.Single(Lines()[before..]);
    }

    /// <summary>Emits an event with one entry in its metadata, and returns the value of the entry in the line.</summary>
    internal JsonElement ValueOf(MetadataValue value, string key = "x") =>
        JsonSerializer.Deserialize<JsonElement>(LineOf([], [new(key, value)])).GetProperty("metadata").GetProperty(key);

    /// <summary>The lines of the file, which is valid UTF-8 and ends with a line feed.</summary>
    internal string[] Lines() => LinesOf(Path);

    /// <summary>The lines of all files, by the order of their names, those that were rotated first.</summary>
    internal string[] AllLines() =>
    [
        .. Files.SelectMany(name => LinesOf(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, name))),
    ];

    internal static string[] LinesOf(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = s_strict.GetString(File.ReadAllBytes(path));
        string[] lines = text.Split('\n');
        Assert.Equal(string.Empty, lines[^1]);
        return lines[..^1];
    }

    public void Dispose()
    {
        Log.Dispose();
        _folder.Dispose();
    }
}
