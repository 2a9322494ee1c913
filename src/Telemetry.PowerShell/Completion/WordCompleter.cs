using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The base class of the completers of a fixed list of words.</summary>
internal abstract class WordCompleter : Completer
{
    /// <summary>The words, with their tooltips.</summary>
    protected abstract IReadOnlyList<(string Word, string ToolTip)> Words { get; }

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound) => Words
        .Where(known => word.IsMatch(known.Word))
        .Select(known => word.Result(known.Word, known.ToolTip));
}
