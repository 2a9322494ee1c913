using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>A call that looks a name up.</summary>
/// <param name="Call">The call.</param>
/// <param name="Name">The name of the event or the span.</param>
/// <param name="HandleType">The type of the handle, by its short name.</param>
/// <param name="IsField">Whether the handle is to be kept in a field, and not in a variable.</param>
internal sealed record Lookup(InvocationExpressionSyntax Call, string Name, string HandleType, bool IsField)
{
    private const string NameParameter = "name";
    private const string MeasurementsParameter = "measurements";

    /// <summary>The method that is called.</summary>
    internal string Method => Access.Name.Identifier.ValueText;

    /// <summary>The dispatcher.</summary>
    internal ExpressionSyntax Dispatcher => Access.Expression;

    /// <summary>The argument with the name.</summary>
    internal ArgumentSyntax NameArgument =>
        Call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == NameParameter)
        ?? Call.ArgumentList.Arguments[0];

    /// <summary>Whether the same arguments can be passed to the handle: it requires measurements if there is metadata.</summary>
    internal bool CanChange => Method != "Execute"
        || Call.ArgumentList.Arguments.Count == 1
        || Call.ArgumentList.Arguments.Any(argument => argument != NameArgument
            && argument.NameColon?.Name.Identifier.ValueText is null or MeasurementsParameter or "value" or "state");

    private MemberAccessExpressionSyntax Access => (MemberAccessExpressionSyntax)Call.Expression;
}
