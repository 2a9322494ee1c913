using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>The base class of the argument completers. It limits the number of results, offers no files if nothing matches,
/// and never throws, because the user is in the middle of a line.</summary>
internal abstract class Completer : IArgumentCompleter
{
    /// <summary>The maximum number of results: as many as a person may look through, and as a console shows without
    /// asking.</summary>
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

    /// <summary>Gets the results for a word, best first.</summary>
    /// <param name="word">The part of the argument that has been typed.</param>
    /// <param name="command">The cmdlet.</param>
    /// <param name="bound">The other arguments of the line, as far as they are known.</param>
    protected abstract IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound);

    /// <summary>Formats a number of things in words.</summary>
    protected static string Count(long number, string thing) => Count(number, thing, $"{thing}s");

    /// <summary>Formats a number of things in words, by their singular and plural.</summary>
    protected static string Count(long number, string thing, string things) => number switch
    {
        0 => $"no {thing}",
        1 => $"1 {thing}",
        _ => FormattableString.Invariant($"{number} {things}"),
    };
}
