namespace Telemetry.Hosting;

/// <summary>The result of an attempt to load a script. All values are null if loading was stopped.</summary>
/// <param name="Version">The version that is now active.</param>
/// <param name="Failure">The reason why the script was not loaded.</param>
/// <param name="Changed">The file, if it changed meanwhile: nothing was attached.</param>
/// <param name="Errors">The errors that the script wrote.</param>
internal readonly record struct LoadResult(
    ScriptVersion? Version = null,
    HandlerScriptError? Failure = null,
    FileState? Changed = null,
    IReadOnlyList<HandlerScriptError>? Errors = null);
