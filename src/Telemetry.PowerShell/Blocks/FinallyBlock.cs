using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>Recognizes frames of a script that are in a <c>finally</c> block.</summary>
internal static class FinallyBlock
{
    /// <summary>Determines whether the current statement of a frame is in a <c>finally</c> block.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="called">The block that was called first, which the engine does not report for its frame.</param>
    internal static bool Contains(CallStackFrame frame, Ast called) =>
        frame.Position is { } position
        && (BodyOf(frame) ?? called) is { } body
        && ReferenceEquals(TextOf(body.Extent), TextOf(position))
        && body.Find(
            node => node is TryStatementAst { Finally: { } block } && Contains(block.Extent, position), searchNestedScriptBlocks: true)
            is not null;

    private static Ast? BodyOf(CallStackFrame frame) => frame.InvocationInfo?.MyCommand switch
    {
        FunctionInfo function => function.ScriptBlock.Ast,
        ScriptInfo script => script.ScriptBlock.Ast,
        ExternalScriptInfo script => script.ScriptBlock.Ast,
        _ => null,
    };

    private static string TextOf(IScriptExtent extent) => extent.StartScriptPosition.GetFullScript();

    private static bool Contains(IScriptExtent block, IScriptExtent position) =>
        position.StartOffset >= block.StartOffset && position.EndOffset <= block.EndOffset;
}
