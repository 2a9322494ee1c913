using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>The text that a worker runs for each item: the text of the user's block, inside the command that runs it in a
/// span.</summary>
internal static class ParallelText
{
    private const string Call = "& $_.Command $_ {";

    /// <summary>Finds the reason for which a block cannot run in parallel; null if there is none.</summary>
    internal static string? ProblemOf(ScriptBlock block)
    {
        ScriptBlockAst body = BlockShape.PartsOf(block).Body;
        string? named = body.DynamicParamBlock is not null ? "dynamicparam"
            : body.BeginBlock is not null ? "begin"
            : body.ProcessBlock is not null ? "process"
            : body.EndBlock is { Unnamed: false } ? "end"
            : null;
        if (named is not null)
        {
            return $"it has a '{named}' block, but runs once for each item. Write its statements without one; the item is $_.";
        }

        Parser.ParseInput(Of(block), out _, out ParseError[] errors);
        return errors.Length == 0 ? null : errors[0].Message;
    }

    /// <summary>Determines whether the place of an error is the command around the user's block, and not in the block.</summary>
    internal static bool IsOwnPlace(InvocationInfo place) =>
        place.Line is { } line && place.OffsetInLine > 0 && place.OffsetInLine <= line.Length
        && string.CompareOrdinal(line, place.OffsetInLine - 1, Call, 0, Call.Length) == 0;

    /// <summary>Gets the text for a block that has no problem.</summary>
    // As many lines before the block as in its file, so that errors in it name its lines. Inside of a 'try', every terminating error
    // ends the block; outside, the engine would go on after some. The errors that the block writes come with its output, because the
    // parameters of the cmdlet, such as -ErrorAction, have no effect on the errors of ForEach-Object.
    internal static string Of(ScriptBlock block)
    {
        string text = BlockShape.PartsOf(block).Parameters.Count == 0 && BlockShape.PartsOf(block).Body.ParamBlock is null
            ? $"{block}\n"
            : $". {{{block}\n}}{(BlockShape.PartsOf(block).Parameters.Count == 0 ? string.Empty : " $Span")}";
        int linesBefore = block.Ast.Extent.StartLineNumber - 1;
        return string.Concat(
            string.Concat(BlockCopy.NamespacesOf(block.Ast).Select(line => $"{line};")),
            new string('\n', Math.Max(0, linesBefore - 1)),
            $"try {{ {Call} param($Span) process {{",
            linesBefore > 0 ? "\n" : string.Empty,
            text,
            "} } 2>&1 } catch { throw }");
    }
}
