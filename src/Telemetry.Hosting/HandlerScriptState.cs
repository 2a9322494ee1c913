namespace Telemetry.Hosting;

/// <summary>How a script of a <see cref="HandlerFolder"/> stands.</summary>
public enum HandlerScriptState
{
    /// <summary>The script as the file has it was run to its end, and its handlers were attached.</summary>
    Loaded,

    /// <summary>The file has changed to something broken; the version before it is active still.</summary>
    Outdated,

    /// <summary>The script is broken, and there is no version of it that was not.</summary>
    Failed,
}
