using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>Determines from the text of a script block its parameters, and the variables and commands that it uses.</summary>
internal static class BlockShape
{
    /// <summary>The number of values that a handler is called with.</summary>
    internal const int MaxHandlerArguments = 4;

    // The variables that contain all arguments of a block, or lead to them.
    private static readonly string[] s_allArguments = ["args", "ExecutionContext"];

    private static readonly string[] s_allParameters = ["args", "PSBoundParameters", "ExecutionContext"];

    // The variables that the engine's own call of a block sets for it besides those of its parameters.
    private static readonly string[] s_ofTheCall = ["args", "PSBoundParameters", "PSScriptRoot", "PSCommandPath", "input", "this"];

    private static readonly string[] s_invocation = ["MyInvocation", "ExecutionContext"];

    private static readonly string[] s_location = ["PWD", "ExecutionContext"];

    // By syntax tree, because a block in a loop is another object in each iteration.
    private static readonly ConditionalWeakTable<Ast, object> s_readsUnderscore = new();

    private static readonly ConditionalWeakTable<Ast, object> s_isAdvanced = new();

    /// <summary>Gets the body and the parameters of a block.</summary>
    internal static (ScriptBlockAst Body, IReadOnlyList<ParameterAst> Parameters) PartsOf(ScriptBlock block)
    {
        // The syntax tree of ${function:name} has its parameters outside of its body.
        var function = block.Ast as FunctionDefinitionAst;
        ScriptBlockAst body = function?.Body ?? (ScriptBlockAst)block.Ast;
        return (body, body.ParamBlock?.Parameters ?? function?.Parameters ?? (IReadOnlyList<ParameterAst>)[]);
    }

    /// <summary>Determines whether the block reads <c>$_</c>, which costs a little to set.</summary>
    internal static bool ReadsUnderscore(ScriptBlock block) =>
        (bool)s_readsUnderscore.GetValue(block.Ast, _ => UsesVariable(block, "_", "PSItem"));

    /// <summary>Determines whether the block has <c>[CmdletBinding()]</c> or <c>[Parameter()]</c>, and so takes no arguments but for
    /// its parameters.</summary>
    internal static bool IsAdvanced(ScriptBlock block) =>
        (bool)s_isAdvanced.GetValue(block.Ast, _ => HasAdvancedAttribute(block));

    /// <summary>Determines whether the block has a parameter of that name.</summary>
    internal static bool HasParameter(ScriptBlock block, string name) => PartsOf(block).Parameters.Any(
        parameter => parameter.Name.VariablePath.UserPath.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Determines whether the block has a parameter at that position, from 0, with a default value.</summary>
    internal static bool HasDefault(ScriptBlock block, int index) =>
        PartsOf(block).Parameters is var parameters && index < parameters.Count && parameters[index].DefaultValue is not null;

    /// <summary>Determines whether the block can write to a stream other than its output, or reads a variable that controls
    /// this. A block that runs no command, itself or in a block that it calls, cannot: all its errors end it.</summary>
    internal static bool UsesStreams(ScriptBlock block) => block.Ast.Find(
        node => node is CommandAst
            || (node is InvokeMemberExpressionAst call && !IsPlainName(call.Member))
            || (node is VariableExpressionAst variable
                && (variable.VariablePath.UserPath.EndsWith("Preference", StringComparison.OrdinalIgnoreCase)
                    || IsNamed(variable, "LASTEXITCODE"))),
        searchNestedScriptBlocks: true) is not null;

    /// <summary>Determines whether the block reads the location in which it runs. A block that runs commands may do so,
    /// too.</summary>
    internal static bool ReadsLocation(ScriptBlock block) => UsesVariable(block, s_location);

    /// <summary>Creates a value of <c>$MyInvocation</c> that serves all calls of a block that does not read it; null for one that
    /// does, or that runs commands, which may do so. The engine creates one for each call otherwise, from the position of the
    /// outermost caller.</summary>
    /// <param name="block">The block.</param>
    /// <param name="usesStreams">The result of <see cref="UsesStreams"/> for the block.</param>
    internal static InvocationInfo? SharedPosition(ScriptBlock block, bool usesStreams) =>
        usesStreams || UsesVariable(block, s_invocation) ? null : InvocationInfo.Create(null, block.Ast.Extent);

    /// <summary>Gets the number of the four values that the block can see: those for which it has parameters, or all of them
    /// if it reads all its arguments, or runs a command, which may do so.</summary>
    /// <param name="block">The block.</param>
    /// <param name="usesStreams">The result of <see cref="UsesStreams"/> for the block.</param>
    internal static int ArgumentCount(ScriptBlock block, bool usesStreams) =>
        usesStreams || UsesVariable(block, s_allArguments) ? MaxHandlerArguments : PartsOf(block).Parameters.Count;

    /// <summary>Determines whether the block reads the parameter at that position, from 0. A block that runs a command or reads
    /// its parameters together may read it, too, and a type or an attribute checks its value.</summary>
    /// <param name="block">The block.</param>
    /// <param name="index">The position, at which there may be no parameter.</param>
    /// <param name="usesStreams">The result of <see cref="UsesStreams"/> for the block.</param>
    internal static bool ReadsParameter(ScriptBlock block, int index, bool usesStreams)
    {
        IReadOnlyList<ParameterAst> parameters = PartsOf(block).Parameters;
        return usesStreams
            || index >= parameters.Count
            || parameters[index].Attributes.Count > 0
            || UsesVariable(block, s_allParameters)
            || block.Ast.Find(
                node => node is VariableExpressionAst variable
                    && node != parameters[index].Name
                    && IsNamed(variable, parameters[index].Name.VariablePath.UserPath),
                searchNestedScriptBlocks: true) is not null;
    }

    /// <summary>Determines whether the block has only parameters without a type, an attribute or a default value, and reads no
    /// variable that is set for its call.</summary>
    internal static bool HasPlainParameters(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = PartsOf(block);
        return body.ParamBlock is not { Attributes.Count: > 0 }
            && parameters.All(parameter => parameter.Attributes.Count == 0 && parameter.DefaultValue is null)
            && !UsesVariable(block, s_ofTheCall);
    }

    /// <summary>Gets the names of the commands that the block calls, without the functions that it defines and without
    /// computed names.</summary>
    internal static IEnumerable<string> CommandsOf(ScriptBlock block)
    {
        var defined = new HashSet<string>(FunctionsOf(block), StringComparer.OrdinalIgnoreCase);
        return block.Ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true)
            .Select(node => ((CommandAst)node).GetCommandName())
            .Where(name => !string.IsNullOrEmpty(name) && !defined.Contains(name))
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names of the functions that the block defines.</summary>
    internal static IEnumerable<string> FunctionsOf(ScriptBlock block) =>
        block.Ast.FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true)
            .Select(node => ((FunctionDefinitionAst)node).Name.Split(':').Last());

    private static bool HasAdvancedAttribute(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = PartsOf(block);
        return (body.ParamBlock?.Attributes ?? Enumerable.Empty<AttributeBaseAst>())
            .Concat(parameters.SelectMany(parameter => parameter.Attributes))
            .Select(attribute => attribute.TypeName.GetReflectionAttributeType())
            .Any(type => type == typeof(CmdletBindingAttribute) || type == typeof(ParameterAttribute));
    }

    private static bool UsesVariable(ScriptBlock block, params string[] names) => block.Ast.Find(
        node => node is VariableExpressionAst variable && names.Any(name => IsNamed(variable, name)),
        searchNestedScriptBlocks: true) is not null;

    // Any method may call a block that is passed to it. One whose name suggests this, or is computed, is treated as one that
    // does.
    private static bool IsPlainName(CommandElementAst member) =>
        member is StringConstantExpressionAst { Value: string name } && !name.StartsWith("Invoke", StringComparison.OrdinalIgnoreCase);

    // With or without a scope.
    private static bool IsNamed(VariableExpressionAst variable, string name)
    {
        string path = variable.VariablePath.UserPath;
        return path.Equals(name, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(":" + name, StringComparison.OrdinalIgnoreCase);
    }
}
