using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers;

/// <summary>Finds the code around an expression that runs again and again: a loop, or the function of a handler.</summary>
internal static class RepeatedCode
{
    /// <summary>Returns the innermost loop or handler around an expression; null if there is none, or if the expression runs once at
    /// most in the loop.</summary>
    internal static SyntaxNode? Around(SyntaxNode expression, SemanticModel model, CoreTypes types, CancellationToken cancellation)
    {
        bool ends = false;
        SyntaxNode inner = expression;
        for (SyntaxNode? node = expression.Parent; node is not null; inner = node, node = node.Parent)
        {
            switch (node)
            {
                case BlockSyntax block:
                    ends |= Ends(block);
                    break;
                case SwitchSectionSyntax section:
                    ends |= section.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax;
                    break;
                case StatementSyntax when IsRepeated(node, inner):
                    return ends ? null : node;
                case AnonymousFunctionExpressionSyntax function:
                    return IsHandler(function, model, types, cancellation) ? function : null;
                case LocalFunctionStatementSyntax or MethodDeclarationSyntax:
                    return model.GetDeclaredSymbol(node, cancellation) is IMethodSymbol method && IsHandler(method, types) ? node : null;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return null;
            }
        }

        return null;
    }

    // What follows the last statement of the block is not another round of the loop.
    private static bool Ends(BlockSyntax block) => block.Statements.LastOrDefault() switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax => true,
        YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement } => true,
        BreakStatementSyntax => block.Parent is not SwitchSectionSyntax,
        _ => false,
    };

    private static bool IsRepeated(SyntaxNode statement, SyntaxNode part) => statement switch
    {
        ForStatementSyntax loop => part == loop.Statement || part == loop.Condition || loop.Incrementors.Contains(part),
        CommonForEachStatementSyntax loop => part == loop.Statement,
        WhileStatementSyntax => true,
        DoStatementSyntax => true,
        _ => false,
    };

    private static bool IsHandler(
        AnonymousFunctionExpressionSyntax function, SemanticModel model, CoreTypes types, CancellationToken cancellation)
    {
        if (CoreTypes.AreSame(model.GetTypeInfo(function, cancellation).ConvertedType, types.Handler))
        {
            return true;
        }

        // The functions of asynchronous handlers have a type of the platform.
        return function.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
            && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { Name: "AttachAsync" or "AttachBatchAsync" } method
            && CoreTypes.AreSame(method.ContainingType, types.Dispatcher);
    }

    private static bool IsHandler(IMethodSymbol method, CoreTypes types) =>
        method is { ReturnsVoid: true, Parameters: [{ RefKind: RefKind.In } data, { Type.SpecialType: SpecialType.System_Object }] }
        && CoreTypes.AreSame(data.Type, types.EventData);
}
