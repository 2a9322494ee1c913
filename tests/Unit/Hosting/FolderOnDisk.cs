using System.Collections.Concurrent;
using Telemetry.Hosting;

namespace Telemetry.Tests.Hosting;

/// <summary>A folder of handler scripts that goes when disposed, and what came of them. Its scripts find <c>$Seen</c>, a
/// queue.</summary>
internal sealed class FolderOnDisk : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemetry-test-");

    public FolderOnDisk() => Options = new HandlerFolderOptions
    {
        Watch = false,
        Variables = { ["Seen"] = Seen },
        ScriptFailed = (_, error) => Errors.Enqueue(error),
    };

    public string Path => _folder.FullName;

    public HandlerFolderOptions Options { get; }

    /// <summary>What scripts and handlers added to <c>$Seen</c>.</summary>
    public ConcurrentQueue<object> Seen { get; } = new();

    public ConcurrentQueue<HandlerScriptError> Errors { get; } = new();

    public static string[] AttachedIds => [.. TelemetryDispatcher.Default.List().Select(entry => entry.Id)];

    /// <summary>A script whose handler of an event adds a word to <c>$Seen</c>.</summary>
    public static string Handling(string id, string eventName, string word) =>
        $"Register-TelemetryHandler {id} {eventName} {{ param($n, $m, $d, $c) $c.Enqueue('{word}') }} $Seen";

    public HandlerFolder Open() => HandlerFolder.Open(Path, Options);

    public string Write(string name, string script)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, script);
        return path;
    }

    public void Delete(string name) => File.Delete(System.IO.Path.Combine(Path, name));

    /// <summary>Emits an event, and takes what it led to.</summary>
    public object[] Emit(string eventName)
    {
        Seen.Clear();
        TelemetryDispatcher.Default.Execute(eventName);
        return [.. Seen];
    }

    /// <summary>The only error there was since the last look.</summary>
    public HandlerScriptError TakeError()
    {
        HandlerScriptError error = Assert.Single(Errors);
        Errors.Clear();
        return error;
    }

    public void Dispose()
    {
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }
}
