using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>What is common to the completion of arguments: it is bounded, gives no files in place of what it does not find,
/// and never fails, as the user is in the middle of a line.</summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <summary>How many results there are at most: as many as a person may look through, and a console shows
    /// unasked.</summary>
    protected const int MaxResults = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(CompletionWord.Parse(wordToComplete), commandName, fakeBoundParameters).Take(MaxResults)];
        }
        catch (Exception)
        {
            return [];
        }
    }

    /// <summary>The results for a word, best first.</summary>
    /// <param name="word">What is there of the argument.</param>
    /// <param name="command">The cmdlet.</param>
    /// <param name="bound">The other arguments of the line, as far as they can be told.</param>
    protected abstract IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound);

    /// <summary>A number of things in words.</summary>
    protected static string Count(long number, string thing) => number switch
    {
        0 => $"no {thing}",
        1 => $"1 {thing}",
        _ => FormattableString.Invariant($"{number} {thing}s"),
    };
}
