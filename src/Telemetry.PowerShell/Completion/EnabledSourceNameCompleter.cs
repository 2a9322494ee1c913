namespace Telemetry.Commands;

/// <summary>Completes the name of a source that is enabled.</summary>
internal sealed class EnabledSourceNameCompleter : SourceNameCompleter
{
    private protected override IReadOnlyList<ScriptSourceInfo> Sources() => ScriptSourceInfo.Enabled();
}
