namespace Telemetry.Hosting;

/// <summary>The end of an attempt to load a script. None of the four where loading was stopped.</summary>
/// <param name="Version">The version now active.</param>
/// <param name="Failure">The reason why there is none.</param>
/// <param name="Changed">The file, where it changed meanwhile: nothing was attached.</param>
/// <param name="Errors">The errors that the script wrote.</param>
internal readonly record struct LoadResult(
    ScriptVersion? Version = null,
    HandlerScriptError? Failure = null,
    FileState? Changed = null,
    IReadOnlyList<HandlerScriptError>? Errors = null);
