using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>Determines which script blocks can be handlers, those that can be called with four positional values and return; and
/// which can be polls, or actions of alerts.</summary>
internal static class ScriptBlockRules
{
    private const int MaxParameters = BlockShape.MaxHandlerArguments;
    private const int MaxActionParameters = 2;

    /// <summary>Gets the reason why the block cannot be a handler, and the remedy; null if it can.</summary>
    internal static string? FindProblem(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = BlockShape.PartsOf(block);
        return FindBlockProblem(body, "A handler is called once for each event")
            ?? FindParameterProblem(parameters)
            ?? (UsesUsing(body)
                ? "it has a $using: variable in it. Pass the value as -Config and take it as the fourth parameter."
                : null);
    }

    /// <summary>Gets the reason why the block cannot be a poll, and the remedy; null if it can.</summary>
    /// <param name="block">The block.</param>
    /// <param name="argumentCount">The number of arguments that it is called with.</param>
    internal static string? FindPollProblem(ScriptBlock block, int argumentCount)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = BlockShape.PartsOf(block);
        ParameterAst? mandatory = parameters.Skip(argumentCount).FirstOrDefault(IsMandatory);
        return FindBlockProblem(body, "A poll is called once for each run")
            ?? (mandatory is not null
                    ? $"its parameter {mandatory.Name} is mandatory, and gets no value. Give one by -ArgumentList, in the order of the "
                        + "parameters."
                : parameters.Count < argumentCount && BlockShape.IsAdvanced(block)
                    ? $"it has {parameters.Count} parameters, and -ArgumentList has {argumentCount} values."
                : UsesUsing(body)
                    ? "it has a $using: variable in it. Pass the value by -ArgumentList and take it as a parameter."
                : null);
    }

    /// <summary>Gets the reason why the block cannot be the action of an alert, and the remedy; null if it can.</summary>
    internal static string? FindActionProblem(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = BlockShape.PartsOf(block);
        return FindBlockProblem(body, "An action is called once for each notification")
            ?? (parameters.Count > MaxActionParameters
                    ? $"it has {parameters.Count} parameters. An action is given two values: param($Alert, $Config), of which the last ones "
                        + "may be left out."
                : parameters.FirstOrDefault(IsMandatory) is { } mandatory
                    ? $"its parameter {mandatory.Name} is mandatory. An action is called with positional values: take the "
                        + "[Parameter(Mandatory)] away, and give further values as -Config."
                : UsesUsing(body)
                    ? "it has a $using: variable in it. Pass the value as -Config and take it as the second parameter."
                : null);
    }

    private static string? FindBlockProblem(ScriptBlockAst body, string rule)
    {
        NamedBlockAst? named = body.DynamicParamBlock ?? body.BeginBlock ?? body.ProcessBlock
            ?? (body.EndBlock is { Unnamed: false } end ? end : null);

        // A block with only a 'clean' block, which the API compiled against does not know, has no end block.
        string? kind = named?.BlockKind.ToString() ?? (body.EndBlock is null ? "clean" : null);
        return kind is null
            ? null
            : $"it has a '{kind.ToLowerInvariant()}' block. {rule}: write its statements without such blocks.";
    }

    private static string? FindParameterProblem(IReadOnlyList<ParameterAst> parameters)
    {
        if (parameters.Count > MaxParameters)
        {
            return $"it has {parameters.Count} parameters. A handler is given four values: "
                + "param($EventName, $Measurements, $Metadata, $Config), of which the last ones may be left out.";
        }

        ParameterAst? mandatory = parameters.FirstOrDefault(IsMandatory);
        return mandatory is null
            ? null
            : $"its parameter {mandatory.Name} is mandatory. A handler is called with positional values: take the "
                + "[Parameter(Mandatory)] away, and give further values as -Config.";
    }

    private static bool IsMandatory(ParameterAst parameter) => parameter.Attributes
        .OfType<AttributeAst>()
        .SelectMany(attribute => attribute.NamedArguments)
        .Any(argument => argument.ArgumentName.Equals("Mandatory", StringComparison.OrdinalIgnoreCase)
            && (argument.ExpressionOmitted || !argument.Argument.Extent.Text.Equals("$false", StringComparison.OrdinalIgnoreCase)));

    // In a nested block, as for ForEach-Object -Parallel, the variable is for that block.
    private static bool UsesUsing(ScriptBlockAst body) => body.Find(
        node => node is UsingExpressionAst && EnclosingBlock(node) == body, searchNestedScriptBlocks: true) is not null;

    private static ScriptBlockAst? EnclosingBlock(Ast node)
    {
        Ast? parent = node.Parent;
        while (parent is not (null or ScriptBlockAst))
        {
            parent = parent.Parent;
        }

        return (ScriptBlockAst?)parent;
    }
}
