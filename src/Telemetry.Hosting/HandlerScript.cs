namespace Telemetry.Hosting;

/// <summary>A script of a <see cref="HandlerFolder"/> as it stood when it was asked for.</summary>
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

    /// <summary>Whether the script is active, and in which version.</summary>
    public HandlerScriptState State { get; }

    /// <summary>The ids of the handlers that the script registered, in that order: those attached still, and not
    /// those that failed or were unregistered or replaced since.</summary>
    public IReadOnlyList<string> HandlerIds { get; }

    /// <summary>Why the script as the file has it was not loaded; null where it was.</summary>
    public HandlerScriptError? Error { get; }

    /// <summary>The name of the file, and how it stands.</summary>
    public override string ToString() => $"{System.IO.Path.GetFileName(Path)} ({State})";
}
