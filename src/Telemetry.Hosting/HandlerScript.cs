namespace Telemetry.Hosting;

/// <summary>The state of a script of a <see cref="HandlerFolder"/> at one moment.</summary>
public sealed class HandlerScript
{
    internal HandlerScript(
        string path, HandlerScriptState state, IReadOnlyList<string> handlerIds, HandlerScriptError? error)
    {
        Path = path;
        State = state;
        HandlerIds = handlerIds;
        Error = error;
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The state of the script: whether it is active, and in which version.</summary>
    public HandlerScriptState State { get; }

    /// <summary>The ids of the handlers that the script registered, in that order, without those that have since failed or
    /// been unregistered or replaced.</summary>
    public IReadOnlyList<string> HandlerIds { get; }

    /// <summary>The reason why the current content of the file was not loaded; null if it was.</summary>
    public HandlerScriptError? Error { get; }

    /// <summary>Returns the name of the file and its state.</summary>
    public override string ToString() => $"{System.IO.Path.GetFileName(Path)} ({State})";
}
