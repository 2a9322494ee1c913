using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>
/// Creates the call of a block, <c>&amp; $block $argument</c>, to be run step by step. The call is built from the objects
/// themselves, because no variable may be read on behalf of a constrained session. Its position is that of the cmdlet, so
/// that the block sees the same position of its call as with <c>&amp; { }</c> there.
/// </summary>
internal static class BlockCommand
{
    private const string SpanParameter = "Span";

    private static readonly ScriptExtent s_nowhere =
        new ScriptExtent(new ScriptPosition(null, 0, 0, string.Empty), new ScriptPosition(null, 0, 0, string.Empty));

    internal static SteppablePipeline Of(ScriptBlock block, object? argument, bool dropsOutput, InvocationInfo caller)
    {
        ScriptExtent place = PlaceOf(caller);
        var commands = new List<CommandBaseAst> { Call(place, block, ArgumentsFor(block, argument, place)) };
        if (dropsOutput)
        {
            commands.Add(Call(place, DropOutputCommand.Info, []));
        }

        return ToSteps(place, commands, caller.CommandOrigin);
    }

    internal static SteppablePipeline Of(ScriptBlock block, params object?[] arguments) => ToSteps(
        s_nowhere,
        [Call(s_nowhere, block, arguments.Select(argument => Constant(s_nowhere, argument)))],
        CommandOrigin.Internal);

    // As far as the line is known; the exact extent is internal to the engine.
    private static ScriptExtent PlaceOf(InvocationInfo caller) => new(
        new ScriptPosition(caller.ScriptName, caller.ScriptLineNumber, caller.OffsetInLine, caller.Line),
        new ScriptPosition(caller.ScriptName, caller.ScriptLineNumber, caller.Line.Length + 1, caller.Line));

    // A block with [CmdletBinding()] or [Parameter()] refuses arguments for which it has no parameter, and its first
    // parameter may be for the pipeline.
    private static IEnumerable<CommandElementAst> ArgumentsFor(ScriptBlock block, object? argument, ScriptExtent place) =>
        argument is null ? []
        : !BlockShape.IsAdvanced(block) ? [Constant(place, argument)]
        : BlockShape.HasParameter(block, SpanParameter) ? [new CommandParameterAst(place, SpanParameter, Constant(place, argument), place)]
        : [];

    private static CommandAst Call(ScriptExtent place, object command, IEnumerable<CommandElementAst> arguments) =>
        new(place, [Constant(place, command), .. arguments], TokenKind.Ampersand, null);

    private static ConstantExpressionAst Constant(ScriptExtent place, object? value) => new(place, value);

    private static SteppablePipeline ToSteps(ScriptExtent place, List<CommandBaseAst> commands, CommandOrigin origin)
    {
        var statements = new StatementBlockAst(place, [new PipelineAst(place, commands)], null);
        return new ScriptBlockAst(place, null, statements, isFilter: false).GetScriptBlock().GetSteppablePipeline(origin);
    }
}
