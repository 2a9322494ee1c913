using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;

namespace Telemetry.PowerShell;

/// <summary>What a script block's text says of how it is called.</summary>
internal static class BlockShape
{
    // The block in a loop is another object at each turn, of the same text.
    private static readonly ConditionalWeakTable<Ast, object> s_readsUnderscore = new();

    /// <summary>The body and the parameters of a block.</summary>
    internal static (ScriptBlockAst Body, IReadOnlyList<ParameterAst> Parameters) PartsOf(ScriptBlock block)
    {
        // What ${function:name} gives has its parameters outside of its body.
        var function = block.Ast as FunctionDefinitionAst;
        ScriptBlockAst body = function?.Body ?? (ScriptBlockAst)block.Ast;
        return (body, body.ParamBlock?.Parameters ?? function?.Parameters ?? (IReadOnlyList<ParameterAst>)[]);
    }

    /// <summary>Whether the block reads <c>$_</c>.</summary>
    internal static bool ReadsUnderscore(ScriptBlock block) =>
        (bool)s_readsUnderscore.GetValue(block.Ast, _ => ScriptBlockRules.ReadsEvent(block));

    /// <summary>Whether the block has <c>[CmdletBinding()]</c> or <c>[Parameter()]</c>, and so takes no arguments but for
    /// its parameters.</summary>
    internal static bool IsAdvanced(ScriptBlock block)
    {
        (ScriptBlockAst body, IReadOnlyList<ParameterAst> parameters) = PartsOf(block);
        return (body.ParamBlock?.Attributes ?? Enumerable.Empty<AttributeBaseAst>())
            .Concat(parameters.SelectMany(parameter => parameter.Attributes))
            .Select(attribute => attribute.TypeName.GetReflectionAttributeType())
            .Any(type => type == typeof(CmdletBindingAttribute) || type == typeof(ParameterAttribute));
    }

    /// <summary>Whether the block has a parameter of that name.</summary>
    internal static bool HasParameter(ScriptBlock block, string name) => PartsOf(block).Parameters.Any(
        parameter => parameter.Name.VariablePath.UserPath.Equals(name, StringComparison.OrdinalIgnoreCase));
}
