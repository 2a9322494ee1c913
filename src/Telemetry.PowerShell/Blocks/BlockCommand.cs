using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

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

    // The engine checks each tree for errors that only a parser's could have, and resolves the names of types in it. There are none
    // in a call that is put together here, and the checks take longer than the rest of the tree.
    private static readonly Action<ScriptBlockAst, bool>? s_setChecked = (Action<ScriptBlockAst, bool>?)typeof(ScriptBlockAst)
        .GetProperty("PostParseChecksPerformed", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        ?.GetSetMethod(nonPublic: true)
        ?.CreateDelegate(typeof(Action<ScriptBlockAst, bool>));

    internal static SteppablePipeline Of(
        ScriptBlock block, object? argument, bool dropsOutput, ArrayList? keptOutput, InvocationInfo caller)
    {
        ScriptExtent place = PlaceOf(caller);
        var commands = new List<CommandBaseAst> { Call(place, block, ArgumentsFor(block, argument, place)) };
        if (dropsOutput)
        {
            commands.Add(Call(place, DropOutputCommand.Info, keptOutput is null ? [] :
            [
                new CommandParameterAst(place, nameof(DropOutputCommand.KeptOutput), Constant(place, keptOutput), place),
            ]));
        }

        return ToSteps(place, commands, caller.CommandOrigin);
    }

    internal static SteppablePipeline Of(ScriptBlock block, params object?[] arguments) => ToSteps(
        s_nowhere,
        [Call(s_nowhere, block, arguments.Select(argument => Constant(s_nowhere, argument)))],
        CommandOrigin.Internal);

    /// <summary>Creates a pipeline of two commands, <c>first -Name value … | second argument</c>.</summary>
    internal static SteppablePipeline Of(
        CommandInfo first, IEnumerable<KeyValuePair<string, object>> parameters, CommandInfo second, object argument, InvocationInfo caller)
    {
        ScriptExtent place = PlaceOf(caller);
        var elements = new List<CommandElementAst> { Constant(place, first) };
        elements.AddRange(parameters.Select(
            parameter => new CommandParameterAst(place, parameter.Key, Constant(place, parameter.Value), place)));
        return ToSteps(
            place,
            [new CommandAst(place, elements, TokenKind.Ampersand, null), Call(place, second, [Constant(place, argument)])],
            caller.CommandOrigin);
    }

    // As far as the line is known; the exact extent is internal to the engine. Read once, as each read of the line creates a string.
    private static ScriptExtent PlaceOf(InvocationInfo caller)
    {
        (string script, int number, string line) = (caller.ScriptName, caller.ScriptLineNumber, caller.Line);
        return new ScriptExtent(
            new ScriptPosition(script, number, caller.OffsetInLine, line), new ScriptPosition(script, number, line.Length + 1, line));
    }

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
        var tree = new ScriptBlockAst(place, null, statements, isFilter: false);
        s_setChecked?.Invoke(tree, true);
        return tree.GetScriptBlock().GetSteppablePipeline(origin);
    }
}
