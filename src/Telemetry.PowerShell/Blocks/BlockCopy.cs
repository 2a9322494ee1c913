using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>Makes copies of blocks for other sessions, which keep the file and the lines of the original.</summary>
internal static class BlockCopy
{
    /// <summary>Makes a copy that belongs to no session yet.</summary>
    internal static ScriptBlock Of(ScriptBlock original) =>
        original.Ast is not ScriptBlockAst ast ? ScriptBlock.Create(original.ToString())
        : DefinesTypes(original) && Parse(ast) is { } parsed ? parsed.GetScriptBlock()
        : ((ScriptBlockAst)ast.Copy()).GetScriptBlock();

    /// <summary>Determines whether the block defines classes or enumerations.</summary>
    // A type is created once for a syntax tree, and its methods run in the session that created it: in another session they
    // fail, and in several at the same time they corrupt each other. So each copy has a tree, and types, of its own.
    internal static bool DefinesTypes(ScriptBlock block) =>
        block.Ast.Find(node => node is TypeDefinitionAst, searchNestedScriptBlocks: true) is not null;

    // Null if the text alone is not enough, for example if it uses a type that another script defines.
    private static ScriptBlockAst? Parse(ScriptBlockAst ast)
    {
        ScriptBlockAst parsed = Parser.ParseInput(TextInPlace(ast), ast.Extent.File, out _, out ParseError[] errors);
        return errors.Length == 0 ? parsed : null;
    }

    // Preceded by as many lines as the original is in its file; the first one has the namespaces that the file uses.
    private static string TextInPlace(ScriptBlockAst ast)
    {
        IScriptExtent extent = ast.Extent;
        string text = ast.Parent is ScriptBlockExpressionAst ? $" {extent.Text.Substring(1, extent.Text.Length - 2)}" : extent.Text;
        return string.Concat(
            ast.Parent is null ? string.Empty : string.Concat(NamespacesOf(ast).Select(line => $"{line};")),
            new string('\n', extent.StartLineNumber - 1),
            new string(' ', extent.StartColumnNumber - 1),
            text);
    }

    /// <summary>Gets the namespaces that the file of a block uses, as statements.</summary>
    internal static IEnumerable<string> NamespacesOf(Ast ast)
    {
        Ast root = ast;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root is ScriptBlockAst script
            ? script.UsingStatements
                .Where(statement => statement.UsingStatementKind == UsingStatementKind.Namespace)
                .Select(statement => statement.Extent.Text.TrimEnd(';'))
            : [];
    }
}
