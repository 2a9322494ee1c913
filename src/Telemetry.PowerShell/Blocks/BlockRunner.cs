using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>
/// Calls blocks so that their errors surface alike, wherever the emitter stands: every terminating error comes out as an
/// exception, and what goes to the streams, non-terminating errors among it, is handed back.
/// </summary>
/// <remarks>A block that writes to no stream is called by the engine's own means, in which errors do so anyway. For others:
/// outside of a <c>try</c>, the engine reports a failed statement such as <c>1/0</c> and goes on with the next
/// one, so the block runs inside a <c>try</c> of ours. (<c>ScriptBlock.Invoke</c> needs none, and is half as costly, but
/// loses non-terminating errors where nobody can catch them.)</remarks>
internal sealed class BlockRunner
{
    private readonly ScriptBlock _tryBlock;
    private readonly bool _isFullLanguage;

    /// <summary>Made on a thread whose default runspace is the session that it is for.</summary>
    /// <param name="mode">The language mode of that session.</param>
    internal BlockRunner(PSLanguageMode mode)
    {
        // A constrained session may not call a delegate, and pays for a command call.
        _isFullLanguage = mode == PSLanguageMode.FullLanguage;
        string text = _isFullLanguage
            ? "try { $args[0].Invoke() *>&1 } catch { throw }"
            : "param($b, $a) try { & $b @a *>&1 } catch { throw }";
        _tryBlock = Parser.ParseInput(text, out _, out _).GetScriptBlock();
    }

    /// <summary>Runs the block; what it throws is kept in the call.</summary>
    /// <returns>The records it wrote to its streams, among which may be its output.</returns>
    internal IReadOnlyList<object> Run(ScriptBlock block, HandlerCall call)
    {
        if (!call.UsesStreams)
        {
            call.InvokePlainly(block);
            return [];
        }

        Collection<PSObject> written = _isFullLanguage
            ? call.Guard(() => _tryBlock.CallInNewScope(null, (Action)(() => call.Invoke(block))))
            : call.Guard(() => _tryBlock.CallInNewScope(call.Variables(), block, call.Arguments));
        return written.Count == 0 ? [] : [.. written.Where(item => item is not null).Select(item => item.BaseObject)];
    }
}
