using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>Completes the name of a source, of the kind that is given if there is one. The tooltip shows its state and what it
/// reports.</summary>
internal class SourceNameCompleter : Completer
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) =>
        BridgeSupport.IsAvailable ? Complete(word, $"{bound["Via"]}") : [];

    /// <summary>Gets the sources to choose from.</summary>
    private protected virtual IReadOnlyList<ScriptSourceInfo> Sources() => ScriptSourceInfo.All();

    // Not inlined, as it uses types that a platform without sources cannot load.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private IEnumerable<CompletionResult> Complete(CompletionWord word, string via) => Sources()
        .Where(source => via.Length == 0 || string.Equals($"{source.Via}", via, StringComparison.OrdinalIgnoreCase))
        .Where(source => word.IsMatch(source.Name))
        .GroupBy(source => source.Name, StringComparer.OrdinalIgnoreCase)
        .Select(sources => word.Result(sources.Key, string.Join(Environment.NewLine, sources.Select(Describe))));

    private static string Describe(ScriptSourceInfo source) => source.IsEnabled
        ? $"{source.Via}, {source.State}: {Count(source.Emitted, "event")}"
        : $"{source.Via}, {source.State}: {source.Description ?? "not known to the module"}";
}
