using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.PowerShell;

/// <summary>Which script blocks can be handlers: those that can be called with four positional values and
/// return.</summary>
internal static class ScriptBlockRules
{
    private const int MaxParameters = 4;

    // All that a block is called with, and what leads there.
    private static readonly string[] s_allArguments = ["args", "ExecutionContext"];

    /// <summary>Why the block cannot be a handler, and what to write instead; null where it can.</summary>
    internal static string? FindProblem(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = BlockShape.PartsOf(block);
        return FindBlockProblem(body)
            ?? FindParameterProblem(parameters)
            ?? (UsesUsing(body)
                ? "it has a $using: variable in it. Pass the value as -Config and take it as the fourth parameter."
                : null);
    }

    /// <summary>Whether the block reads <c>$_</c>, which costs a little to set.</summary>
    internal static bool ReadsEvent(ScriptBlock block) => UsesVariable(block, "_", "PSItem");

    /// <summary>Whether the block can write to a stream other than its output, or reads how such writing is asked for. One
    /// that runs no command, of its own or of a block that it calls, cannot: its errors all end it.</summary>
    internal static bool UsesStreams(ScriptBlock block) => block.Ast.Find(
        node => node is CommandAst
            || (node is InvokeMemberExpressionAst call && !IsPlainName(call.Member))
            || (node is VariableExpressionAst variable
                && variable.VariablePath.UserPath.EndsWith("Preference", StringComparison.OrdinalIgnoreCase)),
        searchNestedScriptBlocks: true) is not null;

    /// <summary>How many of the four values the block can see: those that it has parameters for, unless it asks for all that
    /// it is called with, or runs a command, which may.</summary>
    /// <param name="block">The block.</param>
    /// <param name="usesStreams">What <see cref="UsesStreams"/> says of it.</param>
    internal static int ArgumentCount(ScriptBlock block, bool usesStreams) =>
        usesStreams || UsesVariable(block, s_allArguments) ? MaxParameters : BlockShape.PartsOf(block).Parameters.Count;

    private static bool UsesVariable(ScriptBlock block, params string[] names) => block.Ast.Find(
        node => node is VariableExpressionAst variable && names.Any(name => IsNamed(variable, name)),
        searchNestedScriptBlocks: true) is not null;

    // Any method may call a block that it is given; one that says so, or whose name is computed, is taken for it.
    private static bool IsPlainName(CommandElementAst member) =>
        member is StringConstantExpressionAst { Value: string name } && !name.StartsWith("Invoke", StringComparison.OrdinalIgnoreCase);

    private static string? FindBlockProblem(ScriptBlockAst body)
    {
        NamedBlockAst? named = body.DynamicParamBlock ?? body.BeginBlock ?? body.ProcessBlock
            ?? (body.EndBlock is { Unnamed: false } end ? end : null);

        // A block of nothing but 'clean', which the API compiled against does not know, has no end block at all.
        string? kind = named?.BlockKind.ToString() ?? (body.EndBlock is null ? "clean" : null);
        return kind is null
            ? null
            : $"it has a '{kind.ToLowerInvariant()}' block. A handler is called once for each event: "
                + "write its statements without such blocks.";
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

    // In a block of its own, as for ForEach-Object -Parallel, it is that block's affair.
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

    // With its scope or without.
    private static bool IsNamed(VariableExpressionAst variable, string name)
    {
        string path = variable.VariablePath.UserPath;
        return path.Equals(name, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase);
    }
}
