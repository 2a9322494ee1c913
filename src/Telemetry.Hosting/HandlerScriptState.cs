namespace Telemetry.Hosting;

/// <summary>The state of a script of a <see cref="HandlerFolder"/>.</summary>
public enum HandlerScriptState
{
    /// <summary>The current content of the file has run to its end, and its handlers were attached.</summary>
    Loaded,

    /// <summary>The current content of the file is broken; the previous version is still active.</summary>
    Outdated,

    /// <summary>The script is broken, and has no working version.</summary>
    Failed,
}
