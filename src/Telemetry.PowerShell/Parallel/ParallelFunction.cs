using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>A function of the caller's session that is defined in the workers by its text.</summary>
internal sealed class ParallelFunction
{
    private readonly string _name;
    private readonly string _text;

    internal ParallelFunction(FunctionInfo function)
    {
        _name = function.Name;
        string keyword = function is FilterInfo ? "filter" : "function";

        // On lines of its own, because the text may end with a comment.
        _text = $"{keyword} f {{{function.ScriptBlock}\n}}";
    }

    /// <summary>Defines the function in the global scope of a session of this thread.</summary>
    internal void Define(SessionState session)
    {
        // A tree of its own, because methods of a class run in the session that created the class.
        ScriptBlockAst tree = Parser.ParseInput(_text, out _, out _);
        var definition = (FunctionDefinitionAst)tree.Find(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: false);
        session.InvokeProvider.Item.Set(
            [$"Function:global:{_name}"], definition.Body.GetScriptBlock(), force: true, literalPath: true);
    }
}
