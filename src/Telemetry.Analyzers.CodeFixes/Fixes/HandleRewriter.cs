using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>Introduces the handle of one look-up in a file, or uses a field that holds it already.</summary>
internal sealed class HandleRewriter(SyntaxNode root, Lookup lookup)
{
    private string HandleType => $"global::Telemetry.{lookup.HandleType}";

    // The one of the file.
    private SyntaxTrivia LineEnd => root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is var end
        && end.IsKind(SyntaxKind.EndOfLineTrivia) ? end : SyntaxFactory.LineFeed;

    /// <summary>Returns the file with the handle.</summary>
    internal SyntaxNode Rewrite() => lookup.IsField ? RewriteWithField() : RewriteWithLocal();

    private SyntaxNode RewriteWithField()
    {
        TypeDeclarationSyntax type = lookup.Call.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        if (FindField(type) is { } known)
        {
            return root.ReplaceNode(lookup.Call, Use(known));
        }

        string name = UniqueName($"s_{HandleNames.Of(lookup.Name)}", type);
        var field = (FieldDeclarationSyntax)Formatted(
            SyntaxFactory.ParseMemberDeclaration($"private static readonly {HandleType} {name} = {Look()};{LineEnd}")!);
        TypeDeclarationSyntax changed = type.ReplaceNode(lookup.Call, Use(name));
        return root.ReplaceNode(type, Insert(changed, field));
    }

    private SyntaxNode RewriteWithLocal()
    {
        StatementSyntax loop = lookup.Call.Ancestors().OfType<StatementSyntax>().First(statement => IsLoopAround(statement));
        SyntaxNode? scope = loop.Ancestors().OfType<MemberDeclarationSyntax>()
            .FirstOrDefault(member => member is not GlobalStatementSyntax) ?? root;
        string name = UniqueName(HandleNames.Of(lookup.Name), scope);
        StatementSyntax local = Formatted(SyntaxFactory.ParseStatement($"{HandleType} {name} = {Look()};{LineEnd}"))
            .WithLeadingTrivia(loop.GetLeadingTrivia());
        StatementSyntax changed = loop.ReplaceNode(lookup.Call, Use(name)).WithLeadingTrivia(IndentationOf(loop));
        return loop.Parent is GlobalStatementSyntax global
            ? root.ReplaceNode(global, [SyntaxFactory.GlobalStatement(local), SyntaxFactory.GlobalStatement(changed)])
            : root.ReplaceNode(loop, [local, changed]);
    }

    private bool IsLoopAround(StatementSyntax statement) => statement switch
    {
        ForStatementSyntax loop => loop.Initializers.All(part => !part.Contains(lookup.Call))
            && loop.Declaration?.Contains(lookup.Call) is not true,
        CommonForEachStatementSyntax loop => loop.Statement.Contains(lookup.Call),
        WhileStatementSyntax or DoStatementSyntax => true,
        _ => false,
    };

    // The dispatcher and the name, as they are written.
    private string Look()
    {
        string method = lookup.HandleType == "TelemetrySpanSource" ? "GetSpanSource" : "GetEvent";
        string name = lookup.IsField ? Literals.Of(lookup.Name).ToString() : lookup.NameArgument.Expression.WithoutTrivia().ToString();
        return $"{lookup.Dispatcher.WithoutTrivia()}.{method}({name})";
    }

    private ExpressionSyntax Use(string handle)
    {
        ExpressionSyntax name = SyntaxFactory.IdentifierName(handle);
        ExpressionSyntax use = lookup.Method switch
        {
            "HasHandlers" => Member(name, "HasHandlers"),
            "Execute" => SyntaxFactory.InvocationExpression(
                Member(name, "Execute"),
                lookup.Call.ArgumentList.WithArguments(
                    lookup.Call.ArgumentList.Arguments.RemoveAt(
                        lookup.Call.ArgumentList.Arguments.IndexOf(lookup.NameArgument)))),
            _ => name,
        };
        return use.WithTriviaFrom(lookup.Call);
    }

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax name, string member) => SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression, name, SyntaxFactory.IdentifierName(member));

    // A field of the type that is set by the same look-up.
    private string? FindField(TypeDeclarationSyntax type) => type.Members.OfType<FieldDeclarationSyntax>()
        .Where(field => field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
        .SelectMany(field => field.Declaration.Variables)
        .FirstOrDefault(variable => variable.Initializer?.Value.WithoutTrivia().ToString() == Look())
        ?.Identifier.ValueText;

    private static string UniqueName(string name, SyntaxNode scope)
    {
        HashSet<string> used =
            [.. scope.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)];
        return used.Contains(name)
            ? Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{name}{number}").First(other => !used.Contains(other))
            : name;
    }

    // With the type of the handle, the only qualified name, as short as the file allows.
    private static TNode Formatted<TNode>(TNode declaration)
        where TNode : SyntaxNode
    {
        QualifiedNameSyntax type = declaration.DescendantNodes().OfType<QualifiedNameSyntax>().First();
        return declaration.ReplaceNode(type, type.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    // Behind the other static readonly fields, or else before all members, with an empty line between.
    private TypeDeclarationSyntax Insert(TypeDeclarationSyntax type, MemberDeclarationSyntax field)
    {
        int index = 1 + type.Members.LastIndexOf(member => member is FieldDeclarationSyntax known
            && known.Modifiers.Any(SyntaxKind.StaticKeyword) && known.Modifiers.Any(SyntaxKind.ReadOnlyKeyword));
        bool isBeforeOthers = index == 0 && type.Members.Count > 0;
        return type.WithMembers(type.Members.Insert(index, isBeforeOthers ? field.WithTrailingTrivia(LineEnd, LineEnd) : field));
    }

    private static SyntaxTriviaList IndentationOf(SyntaxNode node) =>
        SyntaxFactory.TriviaList(node.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
}
